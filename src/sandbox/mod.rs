//! Both services, emulated: their rules in memory under their wire formats.
