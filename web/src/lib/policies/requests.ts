// Policies over the HTTP API: what is written, brought along and asked about one. Knows no markup.
import { api, request, segment } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import type { AuditRow } from '../api/types.ts';
import { readPolicy, type Policy, type PolicyRow } from './document.ts';

/** What became, or would become, of one entry of a list. */
export type Imported = components['schemas']['ImportedEntry'];

export const requests = {
  add: async (body: Record<string, unknown>): Promise<Policy> => readPolicy(await api.post<PolicyRow>('policies', body)),
  replace: async (id: string, body: Record<string, unknown>): Promise<Policy> => readPolicy(await api.put<PolicyRow>(`policies/${segment(id)}`, body)),
  remove: (id: string): Promise<unknown> => api.delete(`policies/${segment(id)}`),
  /** A document as it stands in the store. */
  document: (id: string): Promise<components['schemas']['PolicyDocument']> => api.get(`policies/${segment(id)}/document`),
  /** Who changed it, newest first. */
  history: async (id: string): Promise<AuditRow[]> => (await api.get<{ audit: AuditRow[] }>(`policies/${segment(id)}/history`)).audit,
  /** A list from a file; `dryRun` only says what would become of it. */
  take: async (content: Blob, media: string, dryRun: boolean): Promise<Imported[]> =>
    (await request<{ imported: Imported[] }>(`policies/import?dry_run=${dryRun}`, { method: 'POST', file: { media, content } })).imported,
};
