//! Both emulated services, asked over HTTP as foreign programs ask them.

#[cfg(test)]
mod administrator;
#[cfg(test)]
mod bc;
#[cfg(test)]
mod bc_ledger;
#[cfg(test)]
mod dv;
#[cfg(test)]
mod dv_batch;
#[cfg(test)]
mod dv_changes;
#[cfg(test)]
mod dv_customizing;
#[cfg(test)]
mod dv_definitions;
#[cfg(test)]
mod dv_owners;
#[cfg(test)]
mod dv_queries;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod service;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transport;
