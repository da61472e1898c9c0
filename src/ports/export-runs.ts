import type { ExportCourse } from '../domain/export-progress.ts'
import type { ExportKind } from './exports.ts'

/** An export that was ordered: what of, and how far its download is. The file itself is kept nowhere. */
export type ExportRun = ExportCourse & {
  id: string
  what: ExportKind | 'all'
  format: 'csv' | 'json'
  personal: boolean
}

export type ExportRuns = {
  add(merchantId: string, run: ExportRun): Promise<void>
  /** Null: none of this merchant's. */
  find(merchantId: string, id: string): Promise<ExportRun | null>
  /**
   * Starts it from the first row if it still stands as it was read; false when another tab was first.
   * @param read as `find` gave it
   */
  start(merchantId: string, read: ExportRun, now: number): Promise<boolean>
  /** Notes how far it is. Idempotent. */
  note(
    merchantId: string,
    id: string,
    course: Pick<ExportRun, 'state' | 'written' | 'movedAt'>,
  ): Promise<void>
}
