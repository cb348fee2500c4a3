// The page's words of one language, as one chunk that is loaded only for it. The server's and the command line's stay outside.
export const sources: string[] = Object.values(
  import.meta.glob<string>('../../../../locales/ko/{page,processes,explain-page,rules,verdict,services,logs,settings,totp,audit,refusals,acting-page,cleanup,cleanup-page,policies-page,audit-page,autopilot-page}.ftl', { query: '?raw', import: 'default', eager: true }),
);
