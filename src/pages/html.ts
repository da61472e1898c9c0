import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

export { html }

/** Anything that may stand between tags; text is escaped, nothing else is ever parsed as markup. */
export type Child = VNode | string | number | null | false | Child[]

export const renderDocument = (document: VNode): string => `<!doctype html>${renderToString(document)}`

/** A part of a page, for scripts that put it in place of an older one. */
export const renderFragment = (part: VNode): string => renderToString(part)
