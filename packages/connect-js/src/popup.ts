/** CSS pixels; the Connect page is drawn for this size. */
const width = 500;
const height = 700;

/**
 * Opens an empty window for Connect in the middle of this one; null when the browser refuses. Call it inside the click.
 * It has no name, so that no other site can find it by name and steer it.
 */
export function openPopup(): Window | null {
  const left = screenX + (outerWidth - width) / 2;
  const top = screenY + (outerHeight - height) / 2;
  return open('about:blank', '_blank', `width=${width},height=${height},left=${left},top=${top}`);
}
