// An import on its way: file, mapping, dry run, run.
import { api, codeOf, events, lineOf, type BasisChoice, type Code, type ImportPlan, type ImportReport, type PersonType, type Sniffed, type SourceHow, type Target } from '$lib/api';
import { drafts, spot, type Words } from '$lib/features/draft/drafts.svelte';
import { today } from '$lib/i18n/index.svelte';

export type Stage = 'pick' | 'map' | 'trial' | 'done';

/** What is chosen before the dry run, and for which columns. */
export interface Mapping {
  headers: string[];
  targets: Target[];
  how: SourceHow;
  on: string;
  place: string;
  personType: PersonType | '';
  bases: BasisChoice[];
}

export class Import {
  readonly at = spot('import', null);
  stage = $state<Stage>('pick');
  file = $state.raw<Sniffed | undefined>();
  targets = $state<Target[]>([]);
  how = $state<SourceHow>('import');
  on = $state(today());
  place = $state('');
  personType = $state<PersonType | ''>('');
  bases = $state<BasisChoice[]>([]);
  report = $state.raw<ImportReport | undefined>();
  error = $state<Code | undefined>();
  /** The line of the file at fault. */
  line = $state<number | undefined>();
  busy = $state(false);
  progress = $state({ done: 0, of: 0 });

  async listen(): Promise<() => void> {
    return events.importProgress.listen(({ payload }) => (this.progress = payload));
  }

  async #try(run: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    this.line = undefined;
    this.progress = { done: 0, of: 0 };
    try {
      await run();
    } catch (error) {
      this.error = codeOf(error);
      this.line = lineOf(error);
    } finally {
      this.busy = false;
    }
  }

  pick(): Promise<void> {
    return this.#try(async () => {
      const file = await api.pickImportFile();
      if (!file) return;
      this.#look(file);
    });
  }

  /** Goes on where the vault was locked. */
  resume({ rest }: Words<Mapping>): Promise<void> {
    return this.#try(async () => {
      const file = await api.resumeImport();
      this.#look(file);
      // Unless another list lies there now.
      if (JSON.stringify(rest.headers) !== JSON.stringify(headersOf(file))) return;
      const { targets, how, on, place, personType, bases } = rest;
      Object.assign(this, { targets, how, on, place, personType, bases });
    });
  }

  #look(file: Sniffed): void {
    this.file = file;
    this.targets = file.columns.map((column) => column.target);
    this.place = file.file_name;
    this.report = undefined;
    // The screen may have stood open over night.
    this.on = today();
    this.stage = 'map';
  }

  /** What is chosen and not taken in yet. */
  get mapping(): Words<Mapping> | undefined {
    if (!this.file || this.stage === 'pick' || this.stage === 'done') return undefined;
    const { how, on, place, personType } = this;
    const [targets, bases] = [$state.snapshot(this.targets) as Target[], $state.snapshot(this.bases)];
    return { text: '', rest: { headers: headersOf(this.file), targets, how, on, place, personType, bases }, with: [] };
  }

  get plan(): ImportPlan {
    return {
      targets: $state.snapshot(this.targets) as Target[],
      source: { how: this.how, on: this.on, place: this.place.trim() },
      person_type: this.personType || null,
      bases: $state.snapshot(this.bases)
    };
  }

  try(): Promise<void> {
    return this.#try(async () => {
      this.report = await api.runImport(this.plan, true);
      this.stage = 'trial';
    });
  }

  run(): Promise<void> {
    return this.#try(async () => {
      this.report = await api.runImport(this.plan, false);
      drafts.drop(this.at);
      this.stage = 'done';
    });
  }

  cancel(): Promise<unknown> {
    return api.cancelImport();
  }

  again(): void {
    drafts.drop(this.at);
    this.stage = 'pick';
    this.file = undefined;
    this.report = undefined;
    this.error = undefined;
  }
}

const headersOf = (file: Sniffed): string[] => file.columns.map((column) => column.header);
