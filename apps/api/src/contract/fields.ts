import { Type } from 'typebox';

export const nullable = <T extends Type.TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description });

export const Source = Type.Union([Type.Literal('live'), Type.Literal('sim'), Type.Literal('replay')]);

export const Freshness = Type.Union(
  [Type.Literal('live'), Type.Literal('delayed'), Type.Literal('stale'), Type.Literal('closed')],
  {
    description: 'live ≤ 5 s, delayed ≤ 60 s, stale above; delayed at best while the stream is down; closed by the calendar',
  },
);
