/** What is known of a download of an export, as it was noted while it was written. Times in milliseconds. */
export type ExportCourse = {
  state: 'ordered' | 'running' | 'done' | 'broken'
  orderedAt: number
  /** Rows there were when it was ordered; null: too many to count. */
  expected: number | null
  written: number
  movedAt: number
}

export type ExportProgress = {
  /** `stopped`: broken off, or silent for so long that nobody writes it any more. `over`: to be ordered anew. */
  state: 'ordered' | 'running' | 'done' | 'stopped' | 'over'
  /** Whole percents; null while nobody can know. 100 only when all is written. */
  percent: number | null
}

/** How long an order may be downloaded: whoever finds the page in a history later gets nothing. */
const orderMs = 60 * 60_000
/** A page of rows takes seconds even over a slow line. */
const silentMs = 2 * 60_000

/** How far an export is, as its owner is told. */
export function exportProgress(course: ExportCourse, now: number): ExportProgress {
  const state = stateOf(course, now)
  if (state === 'done') return { state, percent: 100 }
  if (course.expected === null) return { state, percent: null }
  const share = course.written / Math.max(1, course.expected)
  return { state, percent: Math.min(99, Math.floor(100 * share)) }
}

function stateOf({ state, orderedAt, movedAt }: ExportCourse, now: number): ExportProgress['state'] {
  if (state === 'running') return now - movedAt < silentMs ? 'running' : 'stopped'
  if (now - orderedAt >= orderMs) return state === 'done' ? 'done' : 'over'
  return state === 'broken' ? 'stopped' : state
}

/** Whether its download may be started, or started again. */
export const mayStart = (course: ExportCourse, now: number): boolean =>
  now - course.orderedAt < orderMs && exportProgress(course, now).state !== 'running'
