import type { Response } from 'express'
import type { VNode } from 'preact'
import { renderDocument, renderFragment } from '../../pages/html.ts'
import { pageCut } from '../../pages/page-cut.ts'

/** A page that is sent in parts, so that it can tell how far something has come, with no script. */
export type PageStream = {
  add(part: VNode): void
  /** The last part, and what comes below it. Resolves when all is handed over. */
  end(part: VNode): Promise<void>
}

/** Sends all of a page that stands above its {@link pageCut}. The status is fixed from then on. */
export function openPageStream(response: Response, page: VNode): PageStream {
  const [above = '', below = ''] = renderDocument(page).split(pageCut)
  response.status(200).set('Cache-Control', 'private, no-store').vary('Accept-Language').type('html')
  // A proxy that gathers the answer first would show it all at the end.
  response.set('X-Accel-Buffering', 'no')
  response.write(above)
  return {
    add(part) {
      // Whoever has gone away is told no more.
      if (!response.destroyed) response.write(renderFragment(part))
    },
    end: (part) =>
      new Promise((done) => {
        if (response.destroyed) done()
        else response.end(renderFragment(part) + below, () => done())
      }),
  }
}
