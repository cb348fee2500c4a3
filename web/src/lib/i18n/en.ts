// All English words, as one chunk that is loaded only for that language.
export const sources: string[] = Object.values(import.meta.glob<string>('../../../../locales/en/*.ftl', { query: '?raw', import: 'default', eager: true }));
