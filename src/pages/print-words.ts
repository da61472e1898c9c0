import type { ProgramRules } from '../domain/program.ts'
import type { Speech } from '../messages/messages.ts'
import type { PrintWords } from '../ports/print.ts'
import { earnWords, lastMilestone } from './program-words.ts'

/** What a sheet says of a program, in the sheet's own language. */
export function printWords(
  speech: Speech,
  shopName: string,
  program: { name: string; rules: ProgramRules },
): PrintWords {
  const { paper } = speech.texts.console.print
  return {
    shopName,
    reward: lastMilestone(program.rules)?.reward.title ?? program.name,
    rule: paper.rule(earnWords(speech, program.rules), program.rules.goal),
    scan: paper.scan,
    easy: paper.easy,
  }
}
