/** The tags, and those that are still being typed: parted by commas, each once. */
export function tagsWith(tags: string[], typing: string): string[] {
  return [...new Set([...tags, ...typing.split(',').map((tag) => tag.trim()).filter((tag) => tag !== '')])];
}
