import type { CardFace } from '../../src/domain/card-face.ts'
import type { CodeDisplay } from '../../src/domain/program.ts'
import type { GooglePreview } from '../../src/ports/card-preview.ts'
import { drawHeroImage, drawProgramLogo } from './hero-image.ts'
import { loyaltyClass, loyaltyObject } from './loyalty-object.ts'

const place = { issuerId: '0', baseUrl: 'https://cards.example' }

/** The class and the object that Google would be told, and the pictures that it would fetch; it is told nothing. */
export async function previewObject(face: CardFace): Promise<GooglePreview> {
  const design = { look: face.look, goal: face.goal, milestones: face.milestones.map(({ at }) => at) }
  const [hero, logo] = await Promise.all([drawHeroImage(design, face.stamps), drawProgramLogo(face.look)])
  const { issuerName, programName, hexBackgroundColor } = loyaltyClass(face, place)
  const { loyaltyPoints, barcode, textModulesData } = loyaltyObject(face, place)
  return {
    background: hexBackgroundColor ?? face.look.background,
    logo,
    shopName: issuerName ?? '',
    programName: programName ?? '',
    points: { label: loyaltyPoints?.label ?? '', value: loyaltyPoints?.balance?.string ?? '' },
    hero,
    code: {
      symbology: symbologies[barcode?.type ?? ''] ?? 'qr',
      value: barcode?.value ?? face.serial,
      text: barcode?.alternateText ?? null,
    },
    modules: (textModulesData ?? []).map(({ header, body }) => ({ label: header ?? '', value: body ?? '' })),
  }
}

const symbologies: Record<string, CodeDisplay> = {
  QR_CODE: 'qr',
  CODE_128: 'code128',
  EAN_13: 'ean13',
  CODE_39: 'code39',
  PDF_417: 'pdf417',
  AZTEC: 'aztec',
  TEXT_ONLY: 'text',
}
