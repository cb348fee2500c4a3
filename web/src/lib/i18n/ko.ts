// All Korean words, as one chunk that is loaded only for that language.
export const sources: string[] = Object.values(import.meta.glob<string>('../../../../locales/ko/*.ftl', { query: '?raw', import: 'default', eager: true }));
