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
/** That a process stands still because this server was asked for it; without `until` until it is resumed. */
export type Paused = Schemas['Paused'];
/** Older servers do not say who stands still. */
export type Process = Omit<Schemas['Process'], Missable | 'paused'> & { [K in Missable]: Schemas['Process'][K] | null } & { paused?: Paused | null };
export type Verdict = Schemas['Verdict'];
export type Severity = Schemas['Severity'];
export type Category = Schemas['Category'];
/** What a rule noticed. Live rows carry no `message`: the page words it from id and arguments. */
export type Finding = Schemas['Finding'];
/** How warnings are weighed: by what is expected of each program, or by the five plain rules alone. */
export type Mode = 'contextual' | 'strict';
/** One step from a process up to what started it. */
export type ChainLink = Schemas['Link'];
/** A process as `GET processes/{key}` answers: worded, and with what started it. */
export type ProcessDetail = Process & Pick<Schemas['ProcessDetail'], 'chain'>;
/** An entry of the registry of findings, worded. */
export type Rule = Schemas['Rule'];
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
export type AuditChain = Schemas['AuditChain'];
export type AuditRow = Schemas['AuditRow'];
export type Service = Schemas['Service'];
export type LogSource = Schemas['Log'];
export type LogTail = Schemas['LogTail'];
export type LogLine = Schemas['LogLine'];
export type LogLevel = Schemas['LogLevel'];
export type HistoryStep = Schemas['HistoryStep'];

/** How full a resource is: below 60 % roomy, below 80 % tight, else at limit. */
export type Level = 'good' | 'warn' | 'bad';
