import type { VNode } from 'preact'
import type { PictureProblem } from '../../domain/picture-problem.ts'
import { pictureTexts } from '../../messages/pictures.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, Csrf } from './frame.ts'

export type PictureKind = 'logo' | 'photo'

/** What a browser offers to choose. A phone turns its own kind of photograph into one of these. */
export const acceptedPictures: Record<PictureKind, string> = {
  logo: 'image/png,image/jpeg,image/webp,image/svg+xml',
  photo: 'image/png,image/jpeg,image/webp',
}

export type Pictures = {
  has: Record<PictureKind, boolean>
  /** Why the one that was just sent is not on the card. */
  refused: { [Kind in PictureKind]?: PictureProblem | undefined }
}

/** Each picture is a form of its own: what was typed above is saved first. */
export function PictureForms(context: ConsoleContext, pictures: Pictures): VNode {
  const t = context.speech.texts.console.setup
  return html`<section class="form-part pictures">
    <h2>${t.pictures}</h2>
    <p class="hint">${t.picturesHint}</p>
    ${(['logo', 'photo'] as const).map((kind) => PictureForm(context, kind, pictures))}
  </section>`
}

function PictureForm(context: ConsoleContext, kind: PictureKind, { has, refused }: Pictures): VNode {
  const t = context.speech.texts.console.setup
  const words = pictureTexts(context.speech)
  const id = `picture-${kind}`
  const reason = refused[kind]
  return html`<div class="picture">
    <form class="form" method="post" enctype="multipart/form-data" action=${`/console/setup/pictures/${kind}`}>
      ${Csrf(context)}
      <label for=${id}><b>${t[kind]}</b></label>
      <p class="hint" id=${`${id}-hint`}>${words[`${kind}Hint`]}</p>
      <input
        id=${id}
        name="picture"
        type="file"
        accept=${acceptedPictures[kind]}
        required
        aria-invalid=${reason ? 'true' : null}
        aria-describedby=${reason ? `${id}-hint ${id}-wrong` : `${id}-hint`}
      />
      <button>${t.upload}</button>
      ${reason && html`<p class="wrong" id=${`${id}-wrong`} role="alert">${Icon('warning')} ${words.problems[reason]}</p>`}
    </form>
    ${has[kind] && ActionButton(context, { action: `/console/setup/pictures/${kind}/remove`, label: t.removePicture, kind: 'quiet' })}
  </div>`
}
