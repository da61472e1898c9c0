import { passColors } from '../../src/art/palette.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import type { CodeDisplay } from '../../src/domain/program.ts'
import type { ApplePreview, PreviewField } from '../../src/ports/card-preview.ts'
import { brandImages } from './brand-images.ts'
import { previewStrip } from './design-images.ts'
import type { PassField } from './pass-field.ts'
import { passJson } from './pass-json.ts'

/** Ids and addresses are no part of the picture. */
const frame = {
  passTypeId: 'pass.example',
  teamId: 'EXAMPLE000',
  webServiceUrl: 'https://cards.example/apple',
  passToken: 'an-example-token',
}

/** The card's pass.json and images, taken apart for a page to show; no phone is needed, and nothing is signed. */
export async function previewPass(face: CardFace): Promise<ApplePreview> {
  const [brand, strip] = await Promise.all([brandImages(face.look), previewStrip(face)])
  const colors = passColors(face.look)
  const pass = passJson(face, { ...frame, colors, logoShowsName: brand.showsName })
  const { headerFields, secondaryFields, auxiliaryFields, backFields } = pass.storeCard
  const shown = shownBy(face.locale, face.timeZone)
  const [code] = pass.barcodes
  return {
    background: asHex(colors.backgroundColor),
    foreground: asHex(colors.foregroundColor),
    labels: asHex(colors.labelColor),
    logo: brand.files.find(({ name }) => name === 'logo@2x.png')!.bytes,
    logoText: pass.logoText ?? null,
    header: headerFields.map(shown),
    strip,
    front: [...secondaryFields, ...auxiliaryFields].map(shown),
    code: {
      symbology: symbologies[code?.format ?? ''] ?? 'qr',
      value: code?.message ?? face.serial,
      text: code?.altText ?? null,
    },
    back: backFields.map(shown),
  }
}

const symbologies: Record<string, CodeDisplay> = {
  PKBarcodeFormatQR: 'qr',
  PKBarcodeFormatAztec: 'aztec',
  PKBarcodeFormatPDF417: 'pdf417',
  PKBarcodeFormatCode128: 'code128',
  PKBarcodeFormatEAN13: 'ean13',
  PKBarcodeFormatCode39: 'code39',
}

/** A value as a phone writes it. */
const shownBy =
  (locale: string, timeZone: string) =>
  ({ label, value, dateStyle, currencyCode }: PassField): PreviewField => ({
    label,
    value:
      dateStyle !== undefined
        ? new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone }).format(new Date(value))
        : currencyCode !== undefined
          ? new Intl.NumberFormat(locale, { style: 'currency', currency: currencyCode }).format(Number(value))
          : String(value),
  })

const asHex = (notation: string): string =>
  `#${(notation.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
