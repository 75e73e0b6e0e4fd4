/** What the shop sells: a fixed list, in cents. The orders service has the last word on prices. */
export const products = [
  { item: 'book', cents: 1250 },
  { item: 'lamp', cents: 3900 },
  { item: 'mug', cents: 890 },
  { item: 'pen', cents: 120 },
].map(({ item, cents }) => ({ item, price: cents / 100 }));
