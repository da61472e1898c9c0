import type { Print } from '../../src/ports/print.ts'
import { drawInsertSheet } from './draw-inserts.ts'
import { drawPlacement } from './draw-placement.ts'
import { keptSheets } from './kept-sheets.ts'
import { unprintable } from './typeface.ts'

/** Sheets with codes, drawn by pdfkit for paper and as SVG for the screen, both by the same lines. */
export const print: Print = { ...keptSheets(drawPlacement), drawInsertSheet, unprintable }
