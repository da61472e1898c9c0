import type { ProgramRules } from '../domain/program.ts'
import { formatCount, formatList, formatRuleMoney } from '../messages/formats.ts'
import type { Speech } from '../messages/messages.ts'

/** How the stamps are earned, in one honest clause: "Every visit from €5 earns a stamp". */
export function earnWords(speech: Speech, rules: ProgramRules): string {
  const { rule } = speech.texts
  const { earn } = rules
  switch (earn.kind) {
    case 'visit':
      return rule.visit(earn.stamps, earn.minSpend ? formatRuleMoney(speech, earn.minSpend) : null)
    case 'amount':
      return rule.amount(formatRuleMoney(speech, earn.per))
    case 'item':
      return earn.match.categories?.length && !earn.match.skus?.length && !earn.match.ids?.length
        ? rule.items(earn.every, formatList(speech, earn.match.categories))
        : rule.someItems(earn.every)
  }
}

/** What is in the way of it, each in a few words. */
export function limitWords(speech: Speech, rules: ProgramRules): string[] {
  const { rule } = speech.texts
  const limits = rules.earn.limits ?? {}
  return [
    limits.perOrder !== undefined && rule.perOrder(limits.perOrder),
    limits.perDay !== undefined && rule.perDay(limits.perDay),
    limits.cooldownMinutes !== undefined && rule.cooldown(limits.cooldownMinutes),
    ...rules.earn.multipliers.map((each) =>
      rule.factor(formatCount(speech, each.factor), windowWords(speech, each)),
    ),
  ].filter((words) => words !== false)
}

type Window = ProgramRules['earn']['multipliers'][number]

const monday = Date.UTC(2024, 0, 1)
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function windowWords(speech: Speech, window: Window): string {
  const name = new Intl.DateTimeFormat(speech.tag, { weekday: 'short', timeZone: 'UTC' })
  const days = (window.days ?? []).map((day) => name.format(monday + weekdays.indexOf(day) * 86_400_000))
  const hours = window.from || window.to ? `${window.from ?? '00:00'}–${window.to ?? '24:00'}` : ''
  return [days.join(', '), hours].filter(Boolean).join(' ')
}

export const lastMilestone = (rules: ProgramRules) => rules.milestones.at(-1)
