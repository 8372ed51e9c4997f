/** Names for the shapes of the hub's answers: times ISO 8601 UTC, seconds, numbers E.164. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Board = Schemas['Board'];
export type LiveCall = Schemas['LiveCall'];
export type LiveEmployee = Schemas['LiveEmployee'];
export type Presence = Schemas['Presence'];
export type LineState = Schemas['LineState'];
export type Department = Schemas['DepartmentOut'];
export type EngineState = Schemas['EngineState'];
export type ClientRef = Schemas['ClientRef'];
export type EmployeeRef = Schemas['EmployeeRef'];
export type CallRow = Schemas['CallRow'];
export type CloseReason = Schemas['ClosedOut']['reason'];
export type CallDetail = Schemas['CallDetail'];
export type Leg = Schemas['LegOut'];
export type Talk = Schemas['TalkOut'];
export type Passed = Schemas['PassedOut'];
export type TriedLine = Schemas['TriedLineOut'];
export type Recording = Schemas['RecordingOut'];
export type Peaks = Schemas['Peaks'];
export type Client = Schemas['ClientOut'];
export type ClientPatch = Schemas['ClientPatch'];
export type HistoryItem = Schemas['HistoryItem'];
export type Note = Schemas['NoteOut'];
export type DeviceSettings = Schemas['DeviceOut'];
export type LineSettings = Schemas['LineOut'];
export type Conference = Schemas['ConferenceOut'];
export type Label = Schemas['LabelOut'];
export type Alarm = Schemas['AlarmOut'];
export type TraceLine = Schemas['TraceLine'];
export type Message = Schemas['MessageOut'];
export type CanCall = Schemas['CanCall'];
export type Life = Schemas['LifeIn']['life'];
export type Tale = Schemas['TaleOut'];
export type Moment = Schemas['MomentOut'];
export type Rings = Schemas['RingsOut'];
export type Office = Schemas['Office'];
export type SmsRow = Schemas['SmsRow'];
export type SmsState = SmsRow['state'];
export type SmsThread = Schemas['SmsThreadOut'];
export type SmsCount = Schemas['CountOut'];
export type SimRow = Schemas['SimRow'];
export type SimEvent = Schemas['SimEvent'];
export type CallState = SimRow['call'];
export type Forward = Schemas['Forward'];
export type ForwardReason = Forward['reason'];
export type Tariff = Schemas['Tariff'];
export type SimPolicy = Schemas['SimPolicy'];
export type Gateway = Schemas['Gateway'];
export type GatewayKind = Gateway['kind'];
export type GatewayRow = Schemas['GatewayRow'];
export type Setup = Schemas['SetupOut'];
export type Command = Schemas['CommandOut'];
export type Action = Schemas['CommandIn']['action'];

export type Direction = CallRow['direction'];
export type Result = NonNullable<CallRow['result']>;

/** A page of a list; `next` is the cursor of the page after it, null at the end. */
export type Page<T> = { items: T[]; next: string | null };
