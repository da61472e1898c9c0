import type { VNode } from 'preact'
import type { PoolForecast } from '../../domain/pool-forecast.ts'
import type { Reward } from '../../domain/program.ts'
import { formatCount } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { PoolWishes } from '../../ports/code-pools.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { ConsoleContext } from './frame.ts'
import { Pair } from './tills-view.ts'

/** A reward that takes its codes from a pool, and how that stands. */
export type PoolView = {
  reward: Reward
  programName: string
  levels: { free: number; assigned: number; used: number; retired: number }
  waiting: number
  wishes: PoolWishes
  forecast: PoolForecast
}

export const poolPath = (rewardId: string): string => `/console/pools/${rewardId}`

const badges = { fine: 'active', low: 'waiting', dry: 'failed' }

export const LevelBadge = (context: ConsoleContext, { level }: PoolForecast): VNode =>
  html`<span class=${`badge badge-${badges[level]}`}>${roomTexts(context.speech).pools.levels[level]}</span>`

/** Counts, the rate of use and how long the rest lasts. */
export function PoolFigures(context: ConsoleContext, pool: PoolView): VNode {
  const texts = roomTexts(context.speech).pools
  const n = (count: number) => formatCount(context.speech, count)
  const { levels, forecast, waiting } = pool
  return html`<dl class="till-facts">
    ${Pair(texts.free, n(levels.free))} ${Pair(texts.assigned, n(levels.assigned))}
    ${Pair(texts.used, n(levels.used))} ${levels.retired > 0 && Pair(texts.retired, n(levels.retired))}
    ${waiting > 0 && Pair(texts.waiting, n(waiting))}
    ${Pair(texts.daysLeft, forecast.daysLeft === null ? texts.unknown : texts.days(forecast.daysLeft))}
    ${forecast.perDay > 0 && Pair(texts.perDay, n(forecast.perDay))}
  </dl>`
}

/** Said when codes run out; nothing while there are enough. */
export function PoolAlert(context: ConsoleContext, { forecast, waiting }: PoolView): VNode | null {
  const texts = roomTexts(context.speech).pools
  if (forecast.level === 'fine') return null
  const words = forecast.level === 'dry' && waiting > 0 ? texts.dry : texts.low
  return html`<ul class="till-troubles"><li>${Icon('warning')}<span>${words}</span></li></ul>`
}
