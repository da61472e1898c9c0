import type { ShopifyTexts } from '../en/shopify.ts'

export const shopifyFr: ShopifyTexts = {
  connecting: 'Connexion de votre boutique …',
  lead: 'Des cartes de fidélité dans le téléphone de vos clients, tenues par votre caisse.',
  connected: 'Connectée',
  limited: 'Connectée, mais des autorisations manquent',
  shop: 'Boutique',
  permissions: 'Autorisations',
  allGranted: 'Toutes accordées',
  missing: 'Il manque',
  missingHelp:
    'Shopify les demandera quand vous rouvrirez l’application. D’ici là, ce qui en dépend attend ; rien n’est perdu.',
  scopes: {
    read_orders: 'voir les commandes',
    read_customers: 'voir les clients',
    write_customers: 'rattacher une carte à un client',
    read_customer_merge: 'voir les clients fusionnés',
    read_products: 'voir les produits des commandes',
    read_locations: 'voir où les commandes ont été passées',
    read_discounts: 'voir les réductions',
    write_discounts: 'créer des codes de réduction pour les bons',
  },
  lastOrder: 'Dernière commande',
  noOrder: 'Aucune pour l’instant. La prochaine vente de votre caisse apparaîtra ici.',
  open: 'Ouvrir la console',
  openNote: 'S’ouvre dans un nouvel onglet et vous connecte.',
  refused: 'Shopify n’a pas confirmé votre identité. Veuillez recharger cette page.',
  busy: 'Votre boutique est en cours de connexion dans une autre fenêtre. Rechargez cette page dans un instant.',
  unreachable: 'Shopify est injoignable pour le moment. Rechargez cette page dans un instant.',
  outside:
    'Cette page fonctionne dans votre interface Shopify. Ouvrez-y Stampbridge depuis la liste de vos applications.',
  old: 'Cette page a été ouverte il y a trop longtemps. Rouvrez Stampbridge depuis votre interface Shopify.',
}
