import type { VNode } from 'preact'
import { html } from './html.ts'
import { Icon } from './icons.ts'

/** Turns the sound of a device's answers on and off; signals.js shows it and says which of the two is the case. */
export const SoundButton = (label: string): VNode =>
  html`<button type="button" class="sound" aria-label=${label} aria-pressed="true" data-sound hidden>
    ${Icon('sound')}${Icon('silent')}
  </button>`
