import type { PictureProblem } from '../../domain/picture-problem.ts'

/** What pictures cards take, and what to do about those that they do not. */
export type PictureTexts = { logoHint: string; photoHint: string; problems: Record<PictureProblem, string> }

export const picturesEn: PictureTexts = {
  logoHint: 'PNG, JPEG or SVG, up to 12 MB. It is brought to size here.',
  photoHint: 'PNG or JPEG, up to 12 MB. Best: landscape, 1200 pixels wide.',
  problems: {
    none: 'Choose a file first.',
    'too-large':
      'This file is larger than 12 MB. Make a smaller copy: in a photo app, “Export” or “Resize” to about 2000 pixels.',
    foreign: 'This is no picture that cards can use. Choose a PNG or a JPEG; a logo may be an SVG, too.',
    heic: 'This is a HEIC, as iPhones keep photos. Choose it on the iPhone itself, which turns it into a JPEG; on a Mac, open it in Preview and export it as JPEG.',
    drawing: 'A photo cannot be an SVG drawing. Choose a JPEG or PNG here, and use the SVG as the logo.',
    unsafe: 'This SVG has parts that could do harm (entities). Save it again as “Plain SVG” or as PNG.',
    moving: 'This picture moves, and wallets show still ones. Save one frame of it as PNG.',
    tiny: 'This picture is too small and would be blurred. A logo needs 80 pixels at its longer side (better 600), a photo 480 (better 1200).',
    huge: 'This picture has more than 64 megapixels. Make a smaller copy, about 2000 pixels wide.',
    broken:
      'This file begins like a picture but cannot be read to its end. Open it in a photo app, save it again as PNG or JPEG, and choose that.',
  },
}
