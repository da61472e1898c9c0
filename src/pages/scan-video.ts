import type { VNode } from 'preact'
import { html } from './html.ts'
import type { PageContext } from './page-context.ts'

/** The camera's picture, which `scan.js` starts. Its decoder is only loaded where the browser has none. */
export const ScanVideo = ({ asset }: PageContext, label: string): VNode =>
  html`<video
    class="scan-video"
    data-scan-video
    data-decoder=${asset('zxing.js')}
    data-wasm=${asset('zxing.wasm')}
    aria-label=${label}
    playsinline
    muted
  ></video>`
