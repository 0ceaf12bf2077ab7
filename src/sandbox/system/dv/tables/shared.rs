//! Groups of columns that several tables have in the same way; `super` says which table has which.

use super::options::{
    ACCOUNT_STATE, ACCOUNT_STATUS, ACCOUNTCLASSIFICATION, ADDRESSTYPE, FREIGHTTERMS, PAYMENTTERMS,
    PREFERREDAPPOINTMENTDAY, PREFERREDAPPOINTMENTTIME, PREFERREDCONTACTMETHOD, PRICINGERROR,
    PROPERTYCONFIGURATIONSTATUS, SALESORDERDETAIL_PRODUCTTYPE, SHIPPINGMETHOD,
};
use crate::sandbox::system::kit::{
    Spec, choice, date, decimal, double, flag, guid, int, lookup, memo, money, owner, state,
    status, text, time, version,
};

/// Who made a row and who changed it last, when, and its version.
#[rustfmt::skip]
pub const STAMPS: &[Spec] = &[
    lookup("CreatedBy", &["systemuser"], "Created By", "Créé par").computed(),
    time("CreatedOn", "Created On", "Date de création").computed(),
    lookup("ModifiedBy", &["systemuser"], "Modified By", "Modifié par").computed(),
    time("ModifiedOn", "Modified On", "Date de modification").computed(),
    version("VersionNumber", "Version Number", "Numéro de version").computed(),
];

/// Who owns a row.
#[rustfmt::skip]
pub const OWNED: &[Spec] = &[
    owner("OwnerId", "Owner", "Propriétaire"),
    lookup("OwningBusinessUnit", &["businessunit"], "Owning Business Unit", "Division propriétaire").computed(),
    lookup("OwningTeam", &["team"], "Owning Team", "Équipe propriétaire").computed(),
    lookup("OwningUser", &["systemuser"], "Owning User", "Utilisateur propriétaire").computed(),
];

/// What accounts and contacts have alike: the first address, ways to get in touch, credit.
#[rustfmt::skip]
pub const PARTY: &[Spec] = &[
    guid("Address1_AddressId", "Address 1: ID", "Adresse 1 : ID"),
    choice("Address1_AddressTypeCode", ADDRESSTYPE, "Address 1: Address Type", "Adresse 1 : Type d’adresse"),
    text("Address1_City", 80, "Address 1: City", "Adresse 1 : Ville"),
    memo("Address1_Composite", 1000, "Address 1", "Adresse 1").computed(),
    text("Address1_Country", 80, "Address 1: Country/Region", "Adresse 1 : Pays/région"),
    text("Address1_County", 50, "Address 1: County", "Adresse 1 : Département"),
    text("Address1_Fax", 50, "Address 1: Fax", "Adresse 1 : Télécopie"),
    choice("Address1_FreightTermsCode", FREIGHTTERMS, "Address 1: Freight Terms", "Adresse 1 : Conditions de transport"),
    double("Address1_Latitude", "Address 1: Latitude", "Adresse 1 : Latitude"),
    text("Address1_Line1", 250, "Address 1: Street 1", "Adresse 1 : Rue 1"),
    text("Address1_Line2", 250, "Address 1: Street 2", "Adresse 1 : Rue 2"),
    text("Address1_Line3", 250, "Address 1: Street 3", "Adresse 1 : Rue 3"),
    double("Address1_Longitude", "Address 1: Longitude", "Adresse 1 : Longitude"),
    text("Address1_Name", 200, "Address 1: Name", "Adresse 1 : Nom"),
    text("Address1_PostalCode", 20, "Address 1: ZIP/Postal Code", "Adresse 1 : Code postal"),
    text("Address1_PostOfficeBox", 20, "Address 1: Post Office Box", "Adresse 1 : Boîte postale"),
    text("Address1_PrimaryContactName", 100, "Address 1: Primary Contact Name", "Adresse 1 : Nom du contact principal"),
    choice("Address1_ShippingMethodCode", SHIPPINGMETHOD, "Address 1: Shipping Method", "Adresse 1 : Mode de livraison"),
    text("Address1_StateOrProvince", 50, "Address 1: State/Province", "Adresse 1 : Région/département"),
    text("Address1_Telephone2", 50, "Address 1: Telephone 2", "Adresse 1 : Téléphone 2"),
    text("Address1_Telephone3", 50, "Address 1: Telephone 3", "Adresse 1 : Téléphone 3"),
    text("Address1_UPSZone", 4, "Address 1: UPS Zone", "Adresse 1 : Zone UPS"),
    int("Address1_UTCOffset", "Address 1: UTC Offset", "Adresse 1 : Décalage UTC"),
    money("Aging30", "Aging 30", "Échéance 30").read_only(),
    money("Aging60", "Aging 60", "Échéance 60").read_only(),
    money("Aging90", "Aging 90", "Échéance 90").read_only(),
    money("CreditLimit", "Credit Limit", "Limite de crédit").range(0, 100_000_000_000_000),
    flag("CreditOnHold", "Credit Hold", "Suspension de crédit"),
    choice("CustomerSizeCode", ACCOUNTCLASSIFICATION, "Customer Size", "Taille du client"),
    lookup("DefaultPriceLevelId", &["pricelevel"], "Price List", "Tarif"),
    memo("Description", 2000, "Description", "Description"),
    flag("DoNotBulkEMail", "Do not allow Bulk Emails", "Ne pas autoriser le publipostage électronique"),
    flag("DoNotBulkPostalMail", "Do not allow Bulk Mails", "Ne pas autoriser le publipostage"),
    flag("DoNotEMail", "Do not allow Emails", "Ne pas autoriser les courriels"),
    flag("DoNotFax", "Do not allow Faxes", "Ne pas autoriser les télécopies"),
    flag("DoNotPhone", "Do not allow Phone Calls", "Ne pas autoriser les appels"),
    flag("DoNotPostalMail", "Do not allow Mails", "Ne pas autoriser le courrier"),
    flag("DoNotSendMM", "Send Marketing Materials", "Envoyer des documents marketing"),
    text("EMailAddress1", 100, "Email", "Adresse de courriel"),
    text("EMailAddress2", 100, "Email Address 2", "Adresse de courriel 2"),
    text("EMailAddress3", 100, "Email Address 3", "Adresse de courriel 3"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    text("Fax", 50, "Fax", "Télécopie"),
    flag("FollowEmail", "Follow Email Activity", "Suivre l’activité de courriel"),
    time("LastUsedInCampaign", "Last Date Included in Campaign", "Dernière campagne"),
    flag("MarketingOnly", "Marketing Only", "Marketing uniquement"),
    flag("Merged", "Merged", "Fusionné").read_only(),
    lookup("OriginatingLeadId", &["lead"], "Originating Lead", "Prospect d’origine"),
    flag("ParticipatesInWorkflow", "Participates in Workflow", "Participe au flux de travail"),
    choice("PaymentTermsCode", PAYMENTTERMS, "Payment Terms", "Conditions de paiement"),
    choice("PreferredAppointmentDayCode", PREFERREDAPPOINTMENTDAY, "Preferred Day", "Jour préféré"),
    choice("PreferredAppointmentTimeCode", PREFERREDAPPOINTMENTTIME, "Preferred Time", "Heure préférée"),
    choice("PreferredContactMethodCode", PREFERREDCONTACTMETHOD, "Preferred Method of Contact", "Mode de contact préféré"),
    lookup("PreferredEquipmentId", &["facilityequipment"], "Preferred Facility/Equipment", "Installation/équipement préféré"),
    lookup("PreferredServiceId", &["service"], "Preferred Service", "Service préféré"),
    lookup("PreferredSystemUserId", &["systemuser"], "Preferred User", "Utilisateur préféré"),
    choice("ShippingMethodCode", ACCOUNTCLASSIFICATION, "Shipping Method", "Mode de livraison"),
    state("StateCode", ACCOUNT_STATE, "Status", "Statut"),
    status("StatusCode", ACCOUNT_STATUS, "Status Reason", "Raison du statut"),
    text("Telephone3", 50, "Telephone 3", "Téléphone 3"),
    text("TimeSpentByMeOnEmailAndMeetings", 1250, "Time Spent by me", "Temps passé"),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
];

/// Where a document or a line goes.
#[rustfmt::skip]
pub const SHIP_TO: &[Spec] = &[
    text("shipto_city", 80, "Ship To City", "Livrer à : Ville"),
    text("shipto_country", 80, "Ship To Country/Region", "Livrer à : Pays/région"),
    text("shipto_line1", 250, "Ship To Street 1", "Livrer à : Rue 1"),
    text("shipto_line2", 250, "Ship To Street 2", "Livrer à : Rue 2"),
    text("shipto_line3", 250, "Ship To Street 3", "Livrer à : Rue 3"),
    text("shipto_name", 200, "Ship To Name", "Livrer à : Nom"),
    text("shipto_postalcode", 20, "Ship To ZIP/Postal Code", "Livrer à : Code postal"),
    text("shipto_stateorprovince", 50, "Ship To State/Province", "Livrer à : Région/département"),
    text("shipto_telephOne", 50, "Ship To Phone", "Livrer à : Téléphone"),
    flag("WillCall", "Ship To", "Livrer à"),
];

/// Whom goods are handed to.
#[rustfmt::skip]
pub const SHIP_TO_PERSON: &[Spec] = &[
    guid("shipto_addressId", "Ship To Address ID", "Livrer à : Code d’adresse"),
    text("shipto_Contactname", 150, "Ship To Contact Name", "Livrer à : Nom du contact"),
];

/// What an opportunity and every document has: whom it is for, and what it comes to.
#[rustfmt::skip]
pub const DEAL: &[Spec] = &[
    lookup("AccountId", &["account"], "Account", "Compte").computed(),
    lookup("ContactId", &["contact"], "Contact", "Contact").computed(),
    memo("Description", 2000, "Description", "Description"),
    text("EmailAddress", 100, "Email Address", "Adresse de courriel"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    money("FreightAmount", "Freight Amount", "Montant du transport").range(0, 1_000_000_000_000),
    choice("PricingErrorCode", PRICINGERROR, "Pricing Error", "Erreur de tarification"),
    money("TotalAmount", "Total Amount", "Total : Montant").range(-922_337_203_685_477, 922_337_203_685_477),
    money("TotalAmountLessFreight", "Total Pre-Freight Amount", "Total : Montant hors transport").range(-922_337_203_685_477, 922_337_203_685_477),
    money("TotalDiscountAmount", "Total Discount Amount", "Total : Montant de la remise").range(-922_337_203_685_477, 922_337_203_685_477),
    money("TotalLineItemAmount", "Total Detail Amount", "Total : Montant détaillé").range(-922_337_203_685_477, 922_337_203_685_477),
    money("TotalLineItemDiscountAmount", "Total Line Item Discount Amount", "Total : Remise sur l’article de ligne").range(-922_337_203_685_477, 922_337_203_685_477),
    money("TotalTax", "Total Tax", "Total : Taxe").range(-922_337_203_685_477, 922_337_203_685_477),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise").required(),
];

/// What every document has beyond that: its name, the address that pays, its terms.
#[rustfmt::skip]
pub const DOCUMENT: &[Spec] = &[
    text("Name", 300, "Name", "Nom").required(),
    text("billto_city", 80, "Bill To City", "Facturer à : Ville"),
    memo("billto_composite", 1000, "Bill To Address", "Facturer à : Adresse").computed(),
    text("billto_country", 80, "Bill To Country/Region", "Facturer à : Pays/région"),
    text("billto_fax", 50, "Bill To Fax", "Facturer à : Télécopie"),
    text("billto_line1", 250, "Bill To Street 1", "Facturer à : Rue 1"),
    text("billto_line2", 250, "Bill To Street 2", "Facturer à : Rue 2"),
    text("billto_line3", 250, "Bill To Street 3", "Facturer à : Rue 3"),
    text("billto_name", 200, "Bill To Name", "Facturer à : Nom"),
    text("billto_postalcode", 20, "Bill To ZIP/Postal Code", "Facturer à : Code postal"),
    text("billto_stateorprovince", 50, "Bill To State/Province", "Facturer à : Région/département"),
    text("billto_telephOne", 50, "Bill To Phone", "Facturer à : Téléphone"),
    lookup("OpportunityId", &["opportunity"], "Opportunity", "Opportunité"),
    choice("PaymentTermsCode", PAYMENTTERMS, "Payment Terms", "Conditions de paiement"),
    lookup("PriceLevelId", &["pricelevel"], "Price List", "Tarif").required(),
    choice("ShippingMethodCode", SHIPPINGMETHOD, "Shipping Method", "Mode de livraison"),
    memo("shipto_composite", 1000, "Ship To Address", "Livrer à : Adresse").computed(),
    choice("shipto_freighttermscode", ACCOUNTCLASSIFICATION, "Ship To Freight Terms", "Livrer à : Conditions de transport"),
];

/// What quotes and orders have, and invoices do not.
#[rustfmt::skip]
pub const OFFER: &[Spec] = &[
    guid("billto_addressId", "Bill To Address ID", "Facturer à : Code d’adresse"),
    text("billto_Contactname", 150, "Bill To Contact Name", "Facturer à : Nom du contact"),
    lookup("CampaignId", &["campaign"], "Source Campaign", "Campagne source"),
    choice("FreightTermsCode", FREIGHTTERMS, "Freight Terms", "Conditions de transport"),
    date("RequestDeliveryBy", "Requested Delivery Date", "Date de livraison demandée"),
];

/// What each line has: the product, its quantity and price.
#[rustfmt::skip]
pub const LINE: &[Spec] = &[
    money("BaseAmount", "Amount", "Montant").range(-922_337_203_685_477, 922_337_203_685_477),
    memo("Description", 2000, "Description", "Description"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    money("ExtendedAmount", "Extended Amount", "Montant total").range(-922_337_203_685_477, 922_337_203_685_477),
    flag("IsProductOverridden", "Select Product", "Sélectionner un produit"),
    int("LineItemNumber", "Line Item Number", "Numéro de ligne").range(0, 1_000_000_000),
    money("ManualDiscountAmount", "Manual Discount", "Remise manuelle").range(0, 1_000_000_000_000),
    money("PricePerUnit", "Price Per Unit", "Prix unitaire").range(-922_337_203_685_477, 922_337_203_685_477),
    choice("PricingErrorCode", PRICINGERROR, "Pricing Error", "Erreur de tarification"),
    lookup("ProductAssociationId", &["productassociation"], "Bundle Item Association", "Association d’offre groupée"),
    text("ProductDescription", 500, "Write-In Product", "Produit hors catalogue"),
    lookup("ProductId", &["product"], "Existing Product", "Produit existant"),
    text("ProductName", 500, "Product Name", "Nom du produit"),
    choice("ProductTypeCode", SALESORDERDETAIL_PRODUCTTYPE, "Product type", "Type de produit").required(),
    choice("PropertyConfigurationStatus", PROPERTYCONFIGURATIONSTATUS, "Property Configuration", "Configuration des propriétés").required(),
    decimal("Quantity", "Quantity", "Quantité").range(-100_000_000_000, 100_000_000_000).required(),
    int("SequenceNumber", "Sequence Number", "Numéro de séquence"),
    money("Tax", "Tax", "Taxe").range(-1_000_000_000_000, 1_000_000_000_000),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise").read_only(),
    lookup("UoMId", &["uom"], "Unit", "Unité"),
    money("VolumeDiscountAmount", "Volume Discount", "Remise sur volume").read_only(),
];

/// What the lines of documents have beyond that.
#[rustfmt::skip]
pub const DOCUMENT_LINE: &[Spec] = &[
    owner("OwnerId", "Owner", "Propriétaire").read_only(),
    guid("OwningBusinessUnit", "Owning Business Unit", "Division propriétaire").computed(),
    guid("OwningUser", "Owning User", "Utilisateur propriétaire").computed(),
    lookup("SalesRepId", &["systemuser"], "Salesperson", "Vendeur"),
    text("shipto_fax", 50, "Ship To Fax", "Livrer à : Télécopie"),
    choice("shipto_freighttermscode", FREIGHTTERMS, "Freight Terms", "Conditions de transport"),
];

/// What lines of orders and invoices have: what became of the quantity.
#[rustfmt::skip]
pub const DELIVERED_LINE: &[Spec] = &[
    flag("IsCopied", "Copied", "Copié"),
    flag("IsPriceOverridden", "Pricing", "Tarification"),
    decimal("QuantityBackordered", "Quantity Back Ordered", "Quantité en commande différée").range(0, 1_000_000_000),
    decimal("QuantityCancelled", "Quantity Canceled", "Quantité annulée").range(0, 1_000_000_000),
    decimal("QuantityShipped", "Quantity Shipped", "Quantité expédiée").range(-1_000_000_000, 1_000_000_000),
];
