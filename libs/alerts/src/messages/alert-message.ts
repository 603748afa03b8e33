import { type AlertFamily, type Button, type ChatMessage, type EpochMs, epochMs, type Line } from '@gexstream/domain';
import { localClock } from '../engine/local-clock.ts';
import { pointsText, spanText } from '../number-text.ts';
import type { AlertGroup, GroupMember } from './alert-group.ts';

export interface MessageSurroundings {
  readonly underlying: string;
  /** IANA, of the chat. */
  readonly timeZone: string;
  /** Said with the time where the feed is not the market's own: `simulated`. */
  readonly feedNote: string;
}

const marks = { info: 'ℹ️', warning: '⚠️', critical: '🚨' } as const;
const weight = { info: 0, warning: 1, critical: 2 } as const;

/** A group as a message: what, against which threshold, where the levels are, when, and why. The same group gives the same message. */
export const alertMessage = ({ members, family }: AlertGroup, around: MessageSurroundings): ChatMessage => {
  const { underlying, timeZone, feedNote } = around;
  const first = members[0]!;
  const over = members.every(({ resolved }) => resolved !== null);
  const gravest = members.map(({ alert }) => alert.severity).sort((a, b) => weight[b] - weight[a])[0]!;
  const more = members.length === 1 ? '' : ` (+${members.length - 1})`;
  const { alert: newest, latencyMs } = members.at(-1)!;
  const note = feedNote === '' ? '' : ` · ${feedNote}`;
  return {
    headline: [`${over ? '✅' : marks[gravest]} ${first.alert.text}${more}`],
    tone: over ? 'neutral' : toneOf(gravest, first),
    blocks: [
      { kind: 'text', lines: members.flatMap((member, i) => linesOf(member, i > 0, timeZone)) },
      {
        kind: 'text',
        lines: [
          ...(newest.spot === null ? [] : [[levelsText(newest)]]),
          [clockSpan(newest.firedMs, timeZone), ` · ${(Math.max(0, latencyMs) / 1_000).toFixed(1)} s later${note}`],
        ],
      },
      {
        kind: 'text',
        lines: [...new Set(members.map(({ alert }) => alert.rule))].map((rule): Line => ['Why: ', { code: rule }]),
      },
    ].filter(({ lines }) => lines.length > 0) as ChatMessage['blocks'],
    buttons: buttonsOf(underlying, first.alert.ruleId, family),
  };
};

/** Its own message, where the rule asks for one. */
export const resolvedMessage = ({ alert, resolved }: GroupMember, timeZone: string): ChatMessage => ({
  headline: [`✅ ${resolved!.text === '' ? `Over: ${alert.text}` : resolved!.text}`],
  tone: 'neutral',
  blocks: [{ kind: 'text', lines: [resolvedLine(alert.firedMs, resolved!.atMs, timeZone), ['Why: ', { code: alert.rule }]] }],
  buttons: [],
});

const linesOf = ({ alert, missed, resolved }: GroupMember, said: boolean, timeZone: string): readonly Line[] => [
  ...(said ? [[{ bold: alert.text }] as Line] : []),
  ...(resolved === null ? [] : [resolvedLine(alert.firedMs, resolved.atMs, timeZone)]),
  ...(missed === null ? [] : [[`+${missed.count} similar since `, clockSpan(missed.sinceMs, timeZone)] as Line]),
];

const resolvedLine = (firedMs: EpochMs, atMs: EpochMs, timeZone: string): Line => [
  '✅ resolved ',
  clockSpan(atMs, timeZone),
  `, lasted ${spanText(atMs - firedMs)}`,
];

const clockSpan = (at: EpochMs, timeZone: string) =>
  ({ timeMs: epochMs(at), style: 'time', fallback: localClock(at, timeZone).time }) as const;

const levelsText = ({ spot, zeroGamma, callWall, putWall }: GroupMember['alert']): string => {
  const text = (points: number | null): string => (points === null ? '–' : pointsText(points));
  return `spot ${text(spot)} · flip ${text(zeroGamma)} · walls ${text(putWall)}/${text(callWall)}`;
};

const toneOf = (severity: GroupMember['alert']['severity'], { alert }: GroupMember): ChatMessage['tone'] => {
  if (severity !== 'info') return 'warning';
  return alert.value !== null && alert.value < 0 ? 'negative' : 'neutral';
};

/** What a person would type. Without an underlying there is nothing to mute by. */
const buttonsOf = (underlying: string, ruleId: string, family: AlertFamily): ChatMessage['buttons'] => {
  const why: Button = { label: 'Why?', command: `alert why ${ruleId}` };
  if (underlying === '*') return [[why]];
  const chart: readonly Button[] = family === 'system' ? [] : [{ label: 'Chart', command: `gex ${underlying}` }];
  return [
    [
      { label: 'Snooze 1h', command: `snooze 1h ${ruleId}` },
      { label: `Mute ${underlying} today`, command: `snooze today ${underlying}` },
    ],
    [why, ...chart],
  ];
};
