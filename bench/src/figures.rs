//! Figures: times as percentiles, and the table that both programs fill.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Instant;

/// Named figures of one program: milliseconds, rows a second, bytes.
pub type Figures = BTreeMap<String, f64>;

/// Times of one question, in milliseconds.
#[derive(Default)]
pub struct Times(Vec<f64>);

impl Times {
    /// Runs `f` and keeps how long it took.
    pub fn take<T>(&mut self, f: impl FnOnce() -> T) -> T {
        let start = Stopwatch::start();
        let out = f();
        self.0.push(start.millis());
        out
    }

    /// The value that `share` (0 to 1) of the times do not exceed.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let index = (share * sorted.len() as f64).ceil() as usize;
        sorted
            .get(index.saturating_sub(1))
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// Writes p50, p95 and p99 under `name`.
    pub fn into(self, figures: &mut Figures, name: &str) {
        for (suffix, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("worst", 1.0)] {
            figures.insert(format!("{name} {suffix}"), self.at(share));
        }
    }
}

/// Set in the environment, it counts the processor's time of this thread instead of the wall clock: what remains
/// comparable on a machine that does other things meanwhile. Waiting for the disk is left out then.
pub const PROCESSOR_TIME: &str = "KARTOTEK_BENCH_PROCESSOR_TIME";

/// Counts from its start.
pub enum Stopwatch {
    Wall(Instant),
    Processor(f64),
}

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        static PROCESSOR: LazyLock<bool> =
            LazyLock::new(|| std::env::var_os(PROCESSOR_TIME).is_some());
        if *PROCESSOR {
            Self::Processor(processor())
        } else {
            Self::Wall(Instant::now())
        }
    }

    /// Milliseconds since the start.
    pub fn millis(&self) -> f64 {
        match self {
            Self::Wall(start) => start.elapsed().as_secs_f64() * 1_000.0,
            Self::Processor(start) => processor() - start,
        }
    }
}

/// Milliseconds that the processor spent on this thread.
#[allow(clippy::cast_precision_loss)]
fn processor() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1_000.0 + time.tv_nsec as f64 / 1_000_000.0
}

/// The most memory this process ever held, in MiB (`VmHWM`).
pub fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}

/// Bytes of the database and what lies beside it, in MiB.
pub fn file_size(database: &std::path::Path) -> f64 {
    let mut bytes = 0;
    for suffix in ["", "-wal"] {
        let mut path = database.as_os_str().to_owned();
        path.push(suffix);
        bytes += std::fs::metadata(path).map_or(0, |meta| meta.len());
    }
    #[allow(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    bytes / 1_048_576.0
}
