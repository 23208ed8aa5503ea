/** Where the page shows a register's rows, below a plan's address; of a figure only the rows that it is made of. */
export function registerAddress(register: string, figure?: { readonly id: string; readonly scope: string }): string {
  const address = `registers/list/${encodeURIComponent(register)}`;
  return figure
    ? `${address}?figure=${encodeURIComponent(figure.id)}&scope=${encodeURIComponent(figure.scope)}`
    : address;
}
