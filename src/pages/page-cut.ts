import type { VNode } from 'preact'
import { html } from './html.ts'

/** Stands where a page that is sent in parts is cut in two. */
export const PageCut = (): VNode => html`<wbr data-cut />`

export const pageCut = '<wbr data-cut="true"/>'
