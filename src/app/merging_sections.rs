//! The order in which the merge editor shows fields, and what it calls them.

use crate::i18n::Texts;
use crate::merge::FieldMerge;
use crate::model::FieldMapping;
use crate::worker::captions::known_caption;
use std::borrow::Cow;

/// A group of fields under a title of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Numbers, names and whatever belongs nowhere else.
    General,
    /// Where something or somebody is.
    Address,
    /// How somebody is reached.
    Contact,
    /// Prices, terms, currencies and dates of payment.
    Terms,
}

impl Section {
    /// Every section, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::General, Self::Address, Self::Contact, Self::Terms];

    /// The section of a field mapping: by its group where it has one, else by what the default mappings call it.
    pub fn of(field: &FieldMapping) -> Self {
        if field.group.is_some() {
            return Self::Address;
        }
        match field.name().as_str() {
            "phoneNumber" | "phoneNo" | "mobilePhoneNumber" | "email" | "email2" | "website" => {
                Self::Contact
            }
            "currencyId" | "paymentTermsId" | "shipmentMethodId" | "creditLimit" | "unitPrice"
            | "unitCost" | "dueDate" | "discountAmount" | "totalTaxAmount" | "exchangeRate" => {
                Self::Terms
            }
            _ => Self::General,
        }
    }

    /// The key of its title.
    pub fn key(self) -> &'static str {
        match self {
            Self::General => "merge-section-general",
            Self::Address => "merge-section-address",
            Self::Contact => "merge-section-contact",
            Self::Terms => "merge-section-terms",
        }
    }
}

/// What people call a field: the words of the default mappings, else its name taken apart (`unitVolume` is "Unit volume").
pub fn caption(texts: Texts, name: &str) -> Cow<'static, str> {
    let known = known_caption(texts, name);
    known.unwrap_or_else(|| taken_apart(name).into())
}

/// What people call a field of a merge.
pub fn caption_of(texts: Texts, field: &FieldMerge) -> Cow<'static, str> {
    caption(texts, field.name.as_str())
}

fn taken_apart(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if c == '_' {
            words.push(' ');
        } else if words.is_empty() {
            words.extend(c.to_uppercase());
        } else if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
        before = c;
    }
    words
        .strip_suffix(" id")
        .map_or(words.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn fields_are_called_as_people_call_them() {
        let (en, fr) = (Texts::new(Lang::En), Texts::new(Lang::Fr));
        assert_eq!(caption(en, "phoneNumber"), "Phone");
        assert_eq!(caption(fr, "phoneNumber"), "Téléphone");
        assert_eq!(caption(en, "unitVolume"), "Unit volume");
        assert_eq!(caption(en, "new_loyaltyTier"), "New loyalty tier");
        assert_eq!(caption(en, "GTIN"), "GTIN");
        assert_eq!(caption(en, "warehouseId"), "Warehouse");
    }
}
