import { parseRule, RuleError } from '@gexstream/alerts';
import type { CompositeScore } from '@gexstream/domain';
import { UsageError } from '../usage-error.ts';

/**
 * A rule in the language of alerts, as far as it is of single contracts of these symbols: `composite > 80`, `SPX,SPY composite >= 70`. What it
 * says of sending (for, cooldown …) has no meaning here and is refused, as are symbols that are not scanned.
 */
export const followedRule = (
  text: string,
  symbols: readonly string[],
): ((score: CompositeScore, underlying: string) => boolean) => {
  const rule = parsed(text);
  if (rule.condition.kind !== 'composite' || /\b(?:exit|for|keep|cooldown|resolved|paused|critical|warning|info)\b/i.test(text))
    throw new UsageError(
      `--rule takes a condition on the composite score, such as "composite > 80" or "SPX,SPY composite >= 70"; got "${text}"`,
    );
  const { underlyings, condition } = rule;
  const unscanned = underlyings === 'watchlist' ? [] : underlyings.filter((underlying) => !symbols.includes(underlying));
  if (unscanned.length > 0)
    throw new UsageError(
      `--rule names ${unscanned.join(', ')}, not among the symbols that are scanned: name them with --scan too`,
    );
  const { operator, enter } = condition;
  const meets = (total: number): boolean => (operator === '>' ? total > enter : total >= enter);
  return (score, underlying) => (underlyings === 'watchlist' || underlyings.includes(underlying)) && meets(score.total);
};

/** Of every symbol, where it does not say of which. */
const parsed = (text: string) => {
  if (text.trim() === '')
    throw new UsageError('--rule takes a condition on the composite score, such as "composite > 80"; got none');
  try {
    return parseRule(text, 'backtest');
  } catch {
    try {
      return parseRule(`watchlist ${text}`, 'backtest');
    } catch (error) {
      if (error instanceof RuleError) throw new UsageError(`--rule: ${error.message}`);
      throw error;
    }
  }
};
