//! The keystone: one list of everything the vault can hold about a person. Each room hands in its entry: how to count,
//! collect and erase it, and what it is. Export and forget walk this list and know no table by name.
