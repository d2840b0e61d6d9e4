import { describe, expect, it, vi } from 'vitest';
import { PageCache, type Stretch } from './pages';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function list(total: number) {
  const asked: number[] = [];
  let version = 1;
  const read = (start: number, count: number): Promise<Stretch<string>> => {
    asked.push(start);
    const rows = Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => `${start + at} v${version}`);
    return Promise.resolve({ rows, start, total });
  };
  return { read, asked, change: () => version++ };
}

describe('the page cache', () => {
  it('reads a page once, however many of its rows are shown', async () => {
    const { read, asked } = list(100_000);
    const cache = new PageCache(read, () => undefined);
    for (let index = 50_000; index < 50_100; index++) cache.row(index);
    await settle();
    expect(asked).toEqual([50_000]);
    expect(cache.row(50_042)).toBe('50042 v1');
    expect(cache.total).toBe(100_000);
  });

  it('shows the old row until the new one is here', async () => {
    const { read, change } = list(300);
    const cache = new PageCache(read, () => undefined);
    cache.row(5);
    await settle();
    change();
    cache.refresh();
    expect(cache.row(5)).toBe('5 v1');
    await settle();
    expect(cache.row(5)).toBe('5 v2');
  });

  it('shows nothing of another list', async () => {
    const { read } = list(300);
    const cache = new PageCache(read, () => undefined);
    cache.row(5);
    await settle();
    cache.reset();
    expect(cache.row(5)).toBeUndefined();
    expect(cache.total).toBeUndefined();
  });

  it('drops an answer that comes after the list changed', async () => {
    const answers: ((stretch: Stretch<string>) => void)[] = [];
    const cache = new PageCache<string>(() => new Promise((resolve) => answers.push(resolve)), () => undefined);
    cache.row(0);
    cache.reset();
    answers[1]?.({ rows: ['new'], start: 0, total: 1 });
    answers[0]?.({ rows: ['old'], start: 0, total: 9 });
    await settle();
    expect(cache.row(0)).toBe('new');
    expect(cache.total).toBe(1);
  });

  it('holds no more pages than it may, and reads a dropped one again', async () => {
    const { read, asked } = list(100_000);
    const cache = new PageCache(read, () => undefined, 10, 3);
    for (const index of [0, 10, 20, 30]) {
      cache.row(index);
      await settle();
    }
    cache.row(0);
    expect(asked).toEqual([0, 10, 20, 30, 0]);
  });

  it('tells of a refusal and reads again when asked', async () => {
    const read = vi.fn<(start: number, count: number) => Promise<Stretch<string>>>();
    read.mockRejectedValueOnce(new Error('locked')).mockResolvedValue({ rows: ['a'], start: 0, total: 1 });
    const cache = new PageCache(read, () => undefined);
    cache.row(0);
    await settle();
    expect(cache.error).toBeInstanceOf(Error);
    cache.row(0);
    await settle();
    expect(cache.error).toBeUndefined();
    expect(cache.row(0)).toBe('a');
  });
});
