import type { VNode } from 'preact'
import { html } from './html.ts'

/**
 * A barcode on white, whatever the page's colours: readers need the contrast and the quiet zone.
 * @param svg from our own generator, with its name for screen readers; put in as it is
 */
export const BarcodePanel = (svg: string, shape: 'square' | 'wide'): VNode =>
  html`<div class=${`barcode barcode-${shape}`} dangerouslySetInnerHTML=${{ __html: svg }}></div>`

export const barcodeShape = (display: string): 'square' | 'wide' =>
  display === 'qr' || display === 'aztec' ? 'square' : 'wide'
