import { describe, expect, it } from 'vitest';
import { asked, groupsOf } from './recovery';

describe('the recovery code', () => {
  it('is shown as nine groups', () => {
    expect(groupsOf('7KQ2-M9XD-0RTB-4WHE-ZC81-PN5V-6GAJ-Y3SF-H7TN')).toHaveLength(9);
    expect(groupsOf(['7KQ2', 'M9XD'])).toEqual(['7KQ2', 'M9XD']);
  });

  it('is asked back by one group of each half and never by its checksum', () => {
    expect(asked(() => 0)).toEqual([1, 5]);
    expect(asked(() => 0.999)).toEqual([4, 8]);
  });
});
