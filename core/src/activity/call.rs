//! Calls: one runs at a time, and its start is in the vault from the first second.

use super::store::{self, Activity, Fresh};
use super::{
    CallEnd, Direction, PastCall, RunningCall, checked_day, checked_text, numbers, settle,
};
use crate::vault::{ReadTx, WriteTx};
use crate::{ActivityId, Code, PersonId, Result};

/// Starts the clock; its start is in the vault at once. Refused with [`Code::CallRunning`] while another call runs.
pub fn start_call(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    direction: Direction,
) -> Result<ActivityId> {
    if store::running(tx)?.is_some() {
        return Err(Code::CallRunning.into());
    }
    let people = [tx.person(person)?];
    let fresh = Fresh {
        at: tx.now(),
        running: true,
        direction: Some(direction),
        ..Fresh::default()
    };
    let id = store::insert(tx, &fresh, &people)?;
    settle(tx, id, &people)?;
    Ok(id)
}

/// Ends the running call: now, when it was stopped, or at the time that is named.
pub fn end_call(tx: &mut WriteTx<'_>, call: ActivityId, end: &CallEnd) -> Result<()> {
    let running = running(tx, call)?;
    let now = tx.now().max(running.at);
    let ended_at = end.ended_at.or(running.ended_at).unwrap_or(now);
    if ended_at < running.at {
        return Err(Code::InvalidArgument.into());
    }
    if end.ended_at.is_some() && ended_at > tx.now() {
        return Err(Code::InFuture.into());
    }
    checked_text(&end.text)?;
    let follow_up = checked_day(end.follow_up_on.as_deref())?;
    store::end(
        tx,
        running.number,
        ended_at,
        end.outcome,
        &end.text,
        follow_up,
    )?;
    let people = store::participants(tx, running.number)?;
    settle(tx, call, &people)
}

/// The call goes on although the vault was closed meanwhile: it no longer counts as interrupted, nor as stopped.
pub fn continue_call(tx: &mut WriteTx<'_>, call: ActivityId) -> Result<()> {
    let running = running(tx, call)?;
    store::take_over(tx, running.number)?;
    let people = store::participants(tx, running.number)?;
    settle(tx, call, &people)
}

/// Throws the running call away (started by mistake).
pub fn drop_call(tx: &mut WriteTx<'_>, call: ActivityId) -> Result<()> {
    let running = running(tx, call)?;
    let people = store::participants(tx, running.number)?;
    store::delete(tx, running.number)?;
    settle(tx, call, &people)
}

/// The call that runs, if any.
pub fn running_call(tx: &ReadTx<'_>) -> Result<Option<RunningCall>> {
    store::running(tx)
}

/// Records a call of the past: over by now, started at most `duration` seconds before its end.
pub fn log_call(tx: &mut WriteTx<'_>, call: &PastCall) -> Result<ActivityId> {
    let ended_at = call
        .started_at
        .saturating_add(i64::from(call.duration) * 1000);
    if ended_at > tx.now() {
        return Err(Code::InFuture.into());
    }
    if call.started_at < 0 {
        return Err(Code::InvalidArgument.into());
    }
    checked_text(&call.text)?;
    let with = call.with.iter().copied();
    let people = numbers(tx, std::iter::once(call.person).chain(with))?;
    let fresh = Fresh {
        at: call.started_at,
        ended_at: Some(ended_at),
        running: false,
        direction: Some(call.direction),
        outcome: Some(call.outcome),
        text: &call.text,
        follow_up_on: checked_day(call.follow_up_on.as_deref())?,
    };
    let id = store::insert(tx, &fresh, &people)?;
    settle(tx, id, &people)?;
    Ok(id)
}

fn running(tx: &ReadTx<'_>, call: ActivityId) -> Result<Activity> {
    let call = store::get(tx, call)?;
    if call.running {
        Ok(call)
    } else {
        Err(Code::NotFound.into())
    }
}
