import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import type { CodeDisplay } from '../../src/domain/program.ts'

export type PassBarcode = { format: string; message: string; messageEncoding: string; altText?: string }

const qr = 'PKBarcodeFormatQR'
const code128 = 'PKBarcodeFormatCode128'

const ean13 = 'PKBarcodeFormatEAN13'
const code39 = 'PKBarcodeFormatCode39'

/**
 * In the order of preference: a device draws the first one it knows. EAN-13 and Code 39 are new in iOS 27; Code 128
 * after them is read by the same laser scanners; the QR last is for watches, which draw no Code 128.
 */
const formats: Record<Exclude<CodeDisplay, 'text'>, string[]> = {
  qr: [qr],
  aztec: ['PKBarcodeFormatAztec'],
  pdf417: ['PKBarcodeFormatPDF417'],
  code128: [code128, qr],
  ean13: [ean13, code128, qr],
  code39: [code39, code128, qr],
}

/**
 * An open code takes the place of the card's own QR, because only one barcode is shown. A code meant to be read as text
 * leaves the QR where it is.
 */
export function passBarcodes(face: CardFace, coupon: FaceCoupon | undefined): PassBarcode[] {
  if (!coupon || !showsCode(coupon)) return [barcode(qr, face.serial)]
  const { display, scanValue, code } = coupon
  return formats[display]
    .filter((format) => canHold(format, scanValue))
    .map((format) => barcode(format, scanValue, code))
}

type ScannableCoupon = FaceCoupon & { scanValue: string; display: keyof typeof formats }

/** The coupon's code is what the barcode holds. */
export function showsCode(coupon: FaceCoupon): coupon is ScannableCoupon {
  const { kind, state, scanValue, display } = coupon
  return kind === 'redeem_code' && state === 'active' && scanValue !== null && display !== 'text'
}

function barcode(format: string, message: string, altText?: string | null): PassBarcode {
  // Apple recommends Latin-1 because most scanners expect it.
  const messageEncoding = isLatin1(message) ? 'iso-8859-1' : 'utf-8'
  return { format, message, messageEncoding, ...(altText ? { altText } : {}) }
}

function canHold(format: string, text: string): boolean {
  if (format === ean13) return isEan13(text)
  if (format === code39) return /^[A-Z0-9 $%+./-]{1,43}$/.test(text)
  return format !== code128 || isAscii(text)
}

/** Thirteen digits, the last of which is right. */
function isEan13(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false
  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

const isAscii = (text: string) => /^[ -~]+$/.test(text)
const isLatin1 = (text: string) => /^[ -~\u00a0-\u00ff]*$/.test(text)
