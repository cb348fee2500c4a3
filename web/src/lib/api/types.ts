// The names views use for API shapes. The shapes themselves are generated into schema.d.ts (`npm run codegen`).
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Gap = Schemas['Gap'];
export type Gaps = Schemas['Gaps'];
export type Problem = Schemas['Problem'];
export type Snapshot = Schemas['Snapshot'];
export type Cpu = Schemas['Cpu'];
export type Memory = Schemas['Memory'];
export type Disk = Schemas['Disk'];
export type Network = Schemas['Network'];
export type Pressure = Schemas['Pressure'];
export type PressureLine = Schemas['PressureLine'];
export type Container = Schemas['Container'];
export type Monitor = Schemas['Monitor'];
export type Collector = Schemas['Collector'];
/** The contract lets every fact but the identity be missing; that this server always knows these does not bind the next one. */
type Missable = 'name' | 'ppid' | 'rss_bytes';
export type Process = Omit<Schemas['Process'], Missable> & { [K in Missable]: Schemas['Process'][K] | null };
export type Socket = Schemas['Socket'];
export type Exposure = Schemas['Exposure'];
/** The document tells roles in words only. */
export type Role = 'viewer' | 'operator' | 'admin';
type WithRole<T> = Omit<T, 'role'> & { role: Role };
export type Me = WithRole<Schemas['Me']>;
export type User = WithRole<Schemas['User']>;
export type Token = WithRole<Schemas['Token']>;
export type TokenOnce = WithRole<Schemas['TokenOnce']>;
export type TotpOffer = Schemas['TotpOffer'];
export type RecoveryCodes = Schemas['RecoveryCodes'];
export type AuditRow = Schemas['AuditRow'];
export type Service = Schemas['Service'];
export type LogSource = Schemas['Log'];
export type LogTail = Schemas['LogTail'];
export type LogLine = Schemas['LogLine'];
export type LogLevel = Schemas['LogLevel'];
export type HistoryStep = Schemas['HistoryStep'];

/** What a judged process or resource is called; null (`not_yet`) until verdicts exist. */
export type Verdict = 'safe' | 'caution' | 'danger' | 'urgent';
/** How full a resource is: below 60 % roomy, below 80 % tight, else at limit. */
export type Level = 'good' | 'warn' | 'bad';
