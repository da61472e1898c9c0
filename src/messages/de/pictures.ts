import type { PictureTexts } from '../en/pictures.ts'

export const picturesDe: PictureTexts = {
  logoHint: 'PNG, JPEG oder SVG, bis 12 MB. Die Größe wird hier angepasst.',
  photoHint: 'PNG oder JPEG, bis 12 MB. Am besten quer, 1200 Pixel breit.',
  problems: {
    none: 'Wählen Sie zuerst eine Datei.',
    'too-large':
      'Diese Datei ist größer als 12 MB. Machen Sie eine kleinere Kopie: in einer Foto-App „Exportieren“ oder „Größe ändern“ auf etwa 2000 Pixel.',
    foreign:
      'Das ist kein Bild, das Karten verwenden können. Wählen Sie ein PNG oder JPEG; ein Logo darf auch ein SVG sein.',
    heic: 'Das ist ein HEIC, wie iPhones Fotos speichern. Wählen Sie es direkt auf dem iPhone, das ein JPEG daraus macht; am Mac öffnen Sie es in „Vorschau“ und exportieren es als JPEG.',
    drawing:
      'Ein Foto kann keine SVG-Zeichnung sein. Wählen Sie hier ein JPEG oder PNG, und nehmen Sie das SVG als Logo.',
    unsafe:
      'Dieses SVG hat Teile, die schaden könnten (Entitäten). Speichern Sie es neu als „Einfaches SVG“ oder als PNG.',
    moving:
      'Dieses Bild bewegt sich, und Wallets zeigen nur stehende. Speichern Sie ein einzelnes Bild daraus als PNG.',
    tiny: 'Dieses Bild ist zu klein und wäre unscharf. Ein Logo braucht an der längeren Seite 80 Pixel (besser 600), ein Foto 480 (besser 1200).',
    huge: 'Dieses Bild hat mehr als 64 Megapixel. Machen Sie eine kleinere Kopie, etwa 2000 Pixel breit.',
    broken:
      'Diese Datei beginnt wie ein Bild, ist aber nicht bis zum Ende lesbar. Öffnen Sie sie in einer Foto-App, speichern Sie sie neu als PNG oder JPEG und wählen Sie diese.',
  },
}
