//! SQL of people, values, bases, tags, cards and their search index.

use crate::{Code, Result};

mod basis;
mod card;
mod house;
mod list;
mod person;
mod tag;
mod value;

pub(super) use basis::*;
pub(crate) use card::refresh_activity;
pub(super) use card::*;
pub(super) use house::*;
pub(super) use list::*;
pub(super) use person::*;
pub(crate) use tag::delete_unused_tags;
pub(super) use tag::*;
pub(super) use value::*;

/// A column that holds one of a closed list of codes.
fn coded<T>(value: Option<T>) -> Result<T> {
    value.ok_or(Code::Internal.into())
}
