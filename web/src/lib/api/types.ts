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
export type Process = Schemas['Process'];
export type Socket = Schemas['Socket'];
export type Exposure = Schemas['Exposure'];
export type Role = Schemas['Role'];
export type Me = Schemas['Me'];
export type User = Schemas['User'];
export type Token = Schemas['Token'];
export type AuditRow = Schemas['AuditRow'];
export type HistoryStep = Schemas['HistoryStep'];

/** What a judged process or resource is called; null (`not_yet`) until verdicts exist. */
export type Verdict = 'safe' | 'caution' | 'danger' | 'urgent';
/** How full a resource is: below 60 % roomy, below 80 % tight, else at limit. */
export type Level = 'good' | 'warn' | 'bad';
