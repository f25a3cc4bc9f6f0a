/** How a business is reached, as an address to follow: by mail or by phone; null for what is neither. */
export function contactAddress(contact: string): { by: 'mail' | 'phone'; href: string } | null {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact)) return { by: 'mail', href: `mailto:${contact}` };
  if (/^\+?[\d\s().-]{5,}$/.test(contact)) return { by: 'phone', href: `tel:${contact.replace(/[^+\d]/g, '')}` };
  return null;
}
