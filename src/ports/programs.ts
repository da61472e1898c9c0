import type { ProgramRules } from '../domain/program.ts'

export const programStates = ['active', 'paused', 'ended'] as const
export type ProgramState = (typeof programStates)[number]

/** A program with the version now in force. */
export type ProgramRecord = {
  merchantId: string
  id: string
  /** Unique among all merchants: it is the address of the join page. */
  slug: string
  name: string
  version: number
  state: ProgramState
  rules: ProgramRules
  createdAt: number
}

/** One page of a list: rows after the one with this id, newest first. */
export type AfterId = { after: string | null; limit: number }

export type Programs = {
  add(program: ProgramRecord): Promise<{ ok: true } | { ok: false; reason: 'slug-taken' }>
  /**
   * Saves `program` in place of `before`: as its next version, or under the same number where the rules are the same.
   * Addresses the program had before go on working. `changed-meanwhile`: it is no longer as it was before.
   */
  change(
    program: ProgramRecord,
    before: ProgramRecord,
    at: number,
  ): Promise<{ ok: true } | { ok: false; reason: 'slug-taken' | 'changed-meanwhile' }>
  find(merchantId: string, programId: string): Promise<ProgramRecord | null>
  list(merchantId: string, page: AfterId): Promise<ProgramRecord[]>
}
