import type { VNode } from 'preact'
import type { Look } from '../domain/card-face.ts'
import { contrast } from '../domain/contrast.ts'
import { html } from './html.ts'

const colour = /^#[0-9a-f]{6}$/i

/** The merchant's colours as custom properties. Only `#rrggbb` gets through: this text is not escaped by the renderer. */
export function LookStyle(look: Look, nonce: string): VNode {
  const background = checked(look.background, '#2b2622')
  const foreground = checked(look.foreground, '#ffffff')
  const accent = checked(look.accent, '#e8b04b')
  const css = `:root{--pass-bg:${background};--pass-fg:${foreground};--pass-accent:${accent};--pass-on-accent:${readableOn(accent)}}`
  return html`<style nonce=${nonce} dangerouslySetInnerHTML=${{ __html: css }}></style>`
}

const checked = (text: string, otherwise: string): string => (colour.test(text) ? text : otherwise)

const readableOn = (background: string): string =>
  contrast(background, '#1c1917') >= contrast(background, '#ffffff') ? '#1c1917' : '#ffffff'
