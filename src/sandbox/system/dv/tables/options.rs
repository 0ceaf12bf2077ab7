//! Options of the choice columns, English and French.

use crate::sandbox::system::kit::{Opt, opt, reason};

#[rustfmt::skip]
/// Options of `accountcategorycode` of `account`.
pub const ACCOUNTCATEGORY: &[Opt] = &[
    opt(1, "Preferred Customer", "Client privilégié"),
    opt(2, "Standard", "Standard"),
];

#[rustfmt::skip]
/// Options of `accountclassificationcode` of `account`.
pub const ACCOUNTCLASSIFICATION: &[Opt] = &[
    opt(1, "Default Value", "Valeur par défaut"),
];

#[rustfmt::skip]
/// Options of `address1_addresstypecode` of `account`.
pub const ADDRESSTYPE: &[Opt] = &[
    opt(1, "Bill To", "Facturation"),
    opt(2, "Ship To", "Livrer à"),
    opt(3, "Primary", "Principal"),
    opt(4, "Other", "Autre"),
];

#[rustfmt::skip]
/// Options of `address1_freighttermscode` of `account`.
pub const FREIGHTTERMS: &[Opt] = &[
    opt(1, "FOB", "FAB"),
    opt(2, "No Charge", "Gratuit"),
];

#[rustfmt::skip]
/// Options of `address1_shippingmethodcode` of `account`.
pub const SHIPPINGMETHOD: &[Opt] = &[
    opt(1, "Airborne", "Airborne"),
    opt(2, "DHL", "DHL"),
    opt(3, "FedEx", "FedEx"),
    opt(4, "UPS", "UPS"),
    opt(5, "Postal Mail", "Courrier postal"),
    opt(6, "Full Load", "Chargement complet"),
    opt(7, "Will Call", "Enlèvement"),
];

#[rustfmt::skip]
/// Options of `customertypecode` of `account`.
pub const CUSTOMERTYPE: &[Opt] = &[
    opt(1, "Competitor", "Concurrent"),
    opt(2, "Consultant", "Consultant"),
    opt(3, "Customer", "Client"),
    opt(4, "Investor", "Investisseur"),
    opt(5, "Partner", "Partenaire"),
    opt(6, "Influencer", "Influenceur"),
    opt(7, "Press", "Presse"),
    opt(8, "Prospect", "Prospect"),
    opt(9, "Reseller", "Revendeur"),
    opt(10, "Supplier", "Fournisseur"),
    opt(11, "Vendor", "Fournisseur"),
    opt(12, "Other", "Autre"),
];

#[rustfmt::skip]
/// Options of `industrycode` of `account`.
pub const INDUSTRY: &[Opt] = &[
    opt(1, "Accounting", "Comptabilité"),
    opt(2, "Agriculture and Non-petrol Natural Resource Extraction", "Agriculture and Non-petrol Natural Resource Extraction"),
    opt(3, "Broadcasting Printing and Publishing", "Broadcasting Printing and Publishing"),
    opt(4, "Brokers", "Brokers"),
    opt(5, "Building Supply Retail", "Building Supply Retail"),
    opt(6, "Business Services", "Business Services"),
    opt(7, "Consulting", "Conseil"),
    opt(8, "Consumer Services", "Consumer Services"),
    opt(9, "Design, Direction and Creative Management", "Design, Direction and Creative Management"),
    opt(10, "Distributors, Dispatchers and Processors", "Distributors, Dispatchers and Processors"),
    opt(11, "Doctor's Offices and Clinics", "Doctor's Offices and Clinics"),
    opt(12, "Durable Manufacturing", "Durable Manufacturing"),
    opt(13, "Eating and Drinking Places", "Eating and Drinking Places"),
    opt(14, "Entertainment Retail", "Entertainment Retail"),
    opt(15, "Equipment Rental and Leasing", "Equipment Rental and Leasing"),
    opt(16, "Financial", "Finance"),
    opt(17, "Food and Tobacco Processing", "Food and Tobacco Processing"),
    opt(18, "Inbound Capital Intensive Processing", "Inbound Capital Intensive Processing"),
    opt(19, "Inbound Repair and Services", "Inbound Repair and Services"),
    opt(20, "Insurance", "Assurance"),
    opt(21, "Legal Services", "Services juridiques"),
    opt(22, "Non-Durable Merchandise Retail", "Non-Durable Merchandise Retail"),
    opt(23, "Outbound Consumer Service", "Outbound Consumer Service"),
    opt(24, "Petrochemical Extraction and Distribution", "Petrochemical Extraction and Distribution"),
    opt(25, "Service Retail", "Service Retail"),
    opt(26, "SIG Affiliations", "SIG Affiliations"),
    opt(27, "Social Services", "Social Services"),
    opt(28, "Special Outbound Trade Contractors", "Special Outbound Trade Contractors"),
    opt(29, "Specialty Realty", "Specialty Realty"),
    opt(30, "Transportation", "Transports"),
    opt(31, "Utility Creation and Distribution", "Utility Creation and Distribution"),
    opt(32, "Vehicle Retail", "Vehicle Retail"),
    opt(33, "Wholesale", "Commerce de gros"),
];

#[rustfmt::skip]
/// Options of `ownershipcode` of `account`.
pub const OWNERSHIP: &[Opt] = &[
    opt(1, "Public", "Public"),
    opt(2, "Private", "Privé"),
    opt(3, "Subsidiary", "Filiale"),
    opt(4, "Other", "Autre"),
];

#[rustfmt::skip]
/// Options of `paymenttermscode` of `account`.
pub const PAYMENTTERMS: &[Opt] = &[
    opt(1, "Net 30", "30 jours net"),
    opt(2, "2% 10, Net 30", "2 % 10, 30 jours net"),
    opt(3, "Net 45", "45 jours net"),
    opt(4, "Net 60", "60 jours net"),
];

#[rustfmt::skip]
/// Options of `preferredappointmentdaycode` of `account`.
pub const PREFERREDAPPOINTMENTDAY: &[Opt] = &[
    opt(0, "Sunday", "Dimanche"),
    opt(1, "Monday", "Lundi"),
    opt(2, "Tuesday", "Mardi"),
    opt(3, "Wednesday", "Mercredi"),
    opt(4, "Thursday", "Jeudi"),
    opt(5, "Friday", "Vendredi"),
    opt(6, "Saturday", "Samedi"),
];

#[rustfmt::skip]
/// Options of `preferredappointmenttimecode` of `account`.
pub const PREFERREDAPPOINTMENTTIME: &[Opt] = &[
    opt(1, "Morning", "Matin"),
    opt(2, "Afternoon", "Après-midi"),
    opt(3, "Evening", "Soir"),
];

#[rustfmt::skip]
/// Options of `preferredcontactmethodcode` of `account`.
pub const PREFERREDCONTACTMETHOD: &[Opt] = &[
    opt(1, "Any", "Indifférent"),
    opt(2, "Email", "Adresse de courriel"),
    opt(3, "Phone", "Téléphone"),
    opt(4, "Fax", "Télécopie"),
    opt(5, "Mail", "Courrier"),
];

#[rustfmt::skip]
/// Options of `statecode` of `account`.
pub const ACCOUNT_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Inactive", "Inactif"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `account`.
pub const ACCOUNT_STATUS: &[Opt] = &[
    reason(1, 0, "Active", "Actif"),
    reason(2, 1, "Inactive", "Inactif"),
];

#[rustfmt::skip]
/// Options of `accountrolecode` of `contact`.
pub const ACCOUNTROLE: &[Opt] = &[
    opt(1, "Decision Maker", "Décideur"),
    opt(2, "Employee", "Employé"),
    opt(3, "Influencer", "Influenceur"),
];

#[rustfmt::skip]
/// Options of `familystatuscode` of `contact`.
pub const FAMILYSTATUS: &[Opt] = &[
    opt(1, "Single", "Célibataire"),
    opt(2, "Married", "Marié(e)"),
    opt(3, "Divorced", "Divorcé(e)"),
    opt(4, "Widowed", "Veuf/Veuve"),
];

#[rustfmt::skip]
/// Options of `gendercode` of `contact`.
pub const GENDER: &[Opt] = &[
    opt(1, "Male", "Masculin"),
    opt(2, "Female", "Féminin"),
];

#[rustfmt::skip]
/// Options of `productstructure` of `product`.
pub const PRODUCTSTRUCTURE: &[Opt] = &[
    opt(1, "Product", "Produit"),
    opt(2, "Product Family", "Product Family"),
    opt(3, "Product Bundle", "Product Bundle"),
];

#[rustfmt::skip]
/// Options of `producttypecode` of `product`.
pub const PRODUCTTYPE: &[Opt] = &[
    opt(1, "Sales Inventory", "Stock de vente"),
    opt(2, "Miscellaneous Charges", "Miscellaneous Charges"),
    opt(3, "Services", "Services"),
    opt(4, "Flat Fees", "Forfait"),
];

#[rustfmt::skip]
/// Options of `statecode` of `product`.
pub const PRODUCT_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Retired", "Retiré"),
    opt(2, "Draft", "Brouillon"),
    opt(3, "Under Revision", "En cours de révision"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `product`.
pub const PRODUCT_STATUS: &[Opt] = &[
    reason(1, 0, "Active", "Actif"),
    reason(2, 1, "Retired", "Retiré"),
    reason(0, 2, "Draft", "Brouillon"),
    reason(3, 3, "Under Revision", "En cours de révision"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `pricelevel`.
pub const PRICELEVEL_STATUS: &[Opt] = &[
    reason(100_001, 0, "Active", "Actif"),
    reason(100_002, 1, "Inactive", "Inactif"),
];

#[rustfmt::skip]
/// Options of `pricingmethodcode` of `productpricelevel`.
pub const PRICINGMETHOD: &[Opt] = &[
    opt(1, "Currency Amount", "Currency Amount"),
    opt(2, "Percent of List", "Percent of List"),
    opt(3, "Percent Markup - Current Cost", "Percent Markup - Current Cost"),
    opt(4, "Percent Margin - Current Cost", "Percent Margin - Current Cost"),
    opt(5, "Percent Markup - Standard Cost", "Percent Markup - Standard Cost"),
    opt(6, "Percent Margin - Standard Cost", "Percent Margin - Standard Cost"),
];

#[rustfmt::skip]
/// Options of `quantitysellingcode` of `productpricelevel`.
pub const QUANTITYSELLING: &[Opt] = &[
    opt(1, "No Control", "Aucun contrôle"),
    opt(2, "Whole", "Entier"),
    opt(3, "Whole and Fractional", "Entier et fractionnaire"),
];

#[rustfmt::skip]
/// Options of `roundingoptioncode` of `productpricelevel`.
pub const ROUNDINGOPTION: &[Opt] = &[
    opt(1, "Ends in", "Ends in"),
    opt(2, "Multiple of", "Multiple of"),
];

#[rustfmt::skip]
/// Options of `roundingpolicycode` of `productpricelevel`.
pub const ROUNDINGPOLICY: &[Opt] = &[
    opt(1, "None", "Aucun"),
    opt(2, "Up", "Au supérieur"),
    opt(3, "Down", "À l’inférieur"),
    opt(4, "To Nearest", "To Nearest"),
];

#[rustfmt::skip]
/// Options of `accessmode` of `systemuser`.
pub const ACCESSMODE: &[Opt] = &[
    opt(0, "Read-Write", "Lecture-écriture"),
    opt(1, "Administrative", "Administratif"),
    opt(2, "Read", "Lecture"),
    opt(3, "Support User", "Support User"),
    opt(4, "Non-interactive", "Non interactif"),
    opt(5, "Delegated Admin", "Delegated Admin"),
];

#[rustfmt::skip]
/// Options of `caltype` of `systemuser`.
pub const CALTYPE: &[Opt] = &[
    opt(0, "Professional", "Professional"),
    opt(1, "Administrative", "Administratif"),
    opt(2, "Basic", "Basic"),
    opt(3, "Device Professional", "Device Professional"),
    opt(4, "Device Basic", "Device Basic"),
    opt(5, "Essential", "Essential"),
    opt(6, "Device Essential", "Device Essential"),
    opt(7, "Enterprise", "Enterprise"),
    opt(8, "Device Enterprise", "Device Enterprise"),
    opt(9, "Sales", "Sales"),
    opt(10, "Service", "Service"),
    opt(11, "Field Service", "Field Service"),
    opt(12, "Project Service", "Project Service"),
];

#[rustfmt::skip]
/// Options of `emailrouteraccessapproval` of `systemuser`.
pub const EMAILROUTERACCESSAPPROVAL: &[Opt] = &[
    opt(0, "Empty", "Empty"),
    opt(1, "Approved", "Approuvé"),
    opt(2, "Pending Approval", "Pending Approval"),
    opt(3, "Rejected", "Rejected"),
];

#[rustfmt::skip]
/// Options of `incomingemaildeliverymethod` of `systemuser`.
pub const INCOMINGEMAILDELIVERYMETHOD: &[Opt] = &[
    opt(0, "None", "Aucun"),
    opt(1, "Microsoft Dynamics 365 for Outlook", "Microsoft Dynamics 365 for Outlook"),
    opt(2, "Server-Side Synchronization or Email Router", "Server-Side Synchronization or Email Router"),
    opt(3, "Forward Mailbox", "Forward Mailbox"),
];

#[rustfmt::skip]
/// Options of `invitestatuscode` of `systemuser`.
pub const INVITESTATUS: &[Opt] = &[
    opt(0, "Invitation Not Sent", "Invitation Not Sent"),
    opt(1, "Invited", "Invited"),
    opt(2, "Invitation Near Expired", "Invitation Near Expired"),
    opt(3, "Invitation Expired", "Invitation Expired"),
    opt(4, "Invitation Accepted", "Invitation Accepted"),
    opt(5, "Invitation Rejected", "Invitation Rejected"),
    opt(6, "Invitation Revoked", "Invitation Revoked"),
];

#[rustfmt::skip]
/// Options of `outgoingemaildeliverymethod` of `systemuser`.
pub const OUTGOINGEMAILDELIVERYMETHOD: &[Opt] = &[
    opt(0, "None", "Aucun"),
    opt(1, "Microsoft Dynamics 365 for Outlook", "Microsoft Dynamics 365 for Outlook"),
    opt(2, "Server-Side Synchronization or Email Router", "Server-Side Synchronization or Email Router"),
];

#[rustfmt::skip]
/// Options of `preferredaddresscode` of `systemuser`.
pub const PREFERREDADDRESS: &[Opt] = &[
    opt(1, "Mailing Address", "Mailing Address"),
    opt(2, "Other Address", "Other Address"),
];

#[rustfmt::skip]
/// Options of `preferredphonecode` of `systemuser`.
pub const PREFERREDPHONE: &[Opt] = &[
    opt(1, "Main Phone", "Téléphone principal"),
    opt(2, "Other Phone", "Other Phone"),
    opt(3, "Home Phone", "Téléphone personnel"),
    opt(4, "Mobile Phone", "Téléphone mobile"),
];

#[rustfmt::skip]
/// Options of `teamtype` of `team`.
pub const TEAMTYPE: &[Opt] = &[
    opt(0, "Owner", "Propriétaire"),
    opt(1, "Access", "Accès"),
];

#[rustfmt::skip]
/// Options of `budgetstatus` of `opportunity`.
pub const BUDGETSTATUS: &[Opt] = &[
    opt(0, "No Committed Budget", "No Committed Budget"),
    opt(1, "May Buy", "May Buy"),
    opt(2, "Can Buy", "Can Buy"),
    opt(3, "Will Buy", "Will Buy"),
];

#[rustfmt::skip]
/// Options of `initialcommunication` of `opportunity`.
pub const INITIALCOMMUNICATION: &[Opt] = &[
    opt(0, "Contacted", "Contacté"),
    opt(1, "Not Contacted", "Not Contacted"),
];

#[rustfmt::skip]
/// Options of `need` of `opportunity`.
pub const NEED: &[Opt] = &[
    opt(0, "Must have", "Must have"),
    opt(1, "Should have", "Should have"),
    opt(2, "Good to have", "Good to have"),
    opt(3, "No need", "No need"),
];

#[rustfmt::skip]
/// Options of `opportunityratingcode` of `opportunity`.
pub const OPPORTUNITYRATING: &[Opt] = &[
    opt(1, "Hot", "Chaud"),
    opt(2, "Warm", "Tiède"),
    opt(3, "Cold", "Froid"),
];

#[rustfmt::skip]
/// Options of `pricingerrorcode` of `opportunity`.
pub const PRICINGERROR: &[Opt] = &[
    opt(0, "None", "Aucun"),
    opt(1, "Detail Error", "Detail Error"),
    opt(2, "Missing Price Level", "Missing Price Level"),
    opt(3, "Inactive Price Level", "Inactive Price Level"),
    opt(4, "Missing Quantity", "Missing Quantity"),
    opt(5, "Missing Unit Price", "Missing Unit Price"),
    opt(6, "Missing Product", "Missing Product"),
    opt(7, "Invalid Product", "Invalid Product"),
    opt(8, "Missing Pricing Code", "Missing Pricing Code"),
    opt(9, "Invalid Pricing Code", "Invalid Pricing Code"),
    opt(10, "Missing UOM", "Missing UOM"),
    opt(11, "Product Not In Price Level", "Product Not In Price Level"),
    opt(12, "Missing Price Level Amount", "Missing Price Level Amount"),
    opt(13, "Missing Price Level Percentage", "Missing Price Level Percentage"),
    opt(14, "Missing Price", "Missing Price"),
    opt(15, "Missing Current Cost", "Missing Current Cost"),
    opt(16, "Missing Standard Cost", "Missing Standard Cost"),
    opt(17, "Invalid Price Level Amount", "Invalid Price Level Amount"),
    opt(18, "Invalid Price Level Percentage", "Invalid Price Level Percentage"),
    opt(19, "Invalid Price", "Invalid Price"),
    opt(20, "Invalid Current Cost", "Invalid Current Cost"),
    opt(21, "Invalid Standard Cost", "Invalid Standard Cost"),
    opt(22, "Invalid Rounding Policy", "Invalid Rounding Policy"),
    opt(23, "Invalid Rounding Option", "Invalid Rounding Option"),
    opt(24, "Invalid Rounding Amount", "Invalid Rounding Amount"),
    opt(25, "Price Calculation Error", "Price Calculation Error"),
    opt(26, "Invalid Discount Type", "Invalid Discount Type"),
    opt(27, "Discount Type Invalid State", "Discount Type Invalid State"),
    opt(28, "Invalid Discount", "Invalid Discount"),
    opt(29, "Invalid Quantity", "Invalid Quantity"),
    opt(30, "Invalid Pricing Precision", "Invalid Pricing Precision"),
    opt(31, "Missing Product Default UOM", "Missing Product Default UOM"),
    opt(32, "Missing Product UOM Schedule", "Missing Product UOM Schedule"),
    opt(33, "Inactive Discount Type", "Inactive Discount Type"),
    opt(34, "Invalid Price Level Currency", "Invalid Price Level Currency"),
    opt(35, "Price Attribute Out Of Range", "Price Attribute Out Of Range"),
    opt(36, "Base Currency Attribute Overflow", "Base Currency Attribute Overflow"),
    opt(37, "Base Currency Attribute Underflow", "Base Currency Attribute Underflow"),
];

#[rustfmt::skip]
/// Options of `purchaseprocess` of `opportunity`.
pub const PURCHASEPROCESS: &[Opt] = &[
    opt(0, "Individual", "Individuel"),
    opt(1, "Committee", "Comité"),
    opt(2, "Unknown", "Inconnu"),
];

#[rustfmt::skip]
/// Options of `purchasetimeframe` of `opportunity`.
pub const PURCHASETIMEFRAME: &[Opt] = &[
    opt(0, "Immediate", "Immédiat"),
    opt(1, "This Quarter", "Ce trimestre"),
    opt(2, "Next Quarter", "Trimestre prochain"),
    opt(3, "This Year", "Cette année"),
    opt(4, "Unknown", "Inconnu"),
];

#[rustfmt::skip]
/// Options of `salesstage` of `opportunity`.
pub const SALESSTAGE: &[Opt] = &[
    opt(0, "Qualify", "Qualifier"),
    opt(1, "Develop", "Développer"),
    opt(2, "Propose", "Proposer"),
    opt(3, "Close", "Conclure"),
];

#[rustfmt::skip]
/// Options of `statecode` of `opportunity`.
pub const OPPORTUNITY_STATE: &[Opt] = &[
    opt(0, "Open", "Ouvert"),
    opt(1, "Won", "Gagné"),
    opt(2, "Lost", "Perdu"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `opportunity`.
pub const OPPORTUNITY_STATUS: &[Opt] = &[
    reason(1, 0, "In Progress", "En cours"),
    reason(2, 0, "On Hold", "En attente"),
    reason(3, 1, "Won", "Gagné"),
    reason(4, 2, "Canceled", "Annulé"),
    reason(5, 2, "Out-Sold", "Out-Sold"),
];

#[rustfmt::skip]
/// Options of `timeline` of `opportunity`.
pub const TIMELINE: &[Opt] = &[
    opt(0, "Immediate", "Immédiat"),
    opt(1, "This Quarter", "Ce trimestre"),
    opt(2, "Next Quarter", "Trimestre prochain"),
    opt(3, "This Year", "Cette année"),
    opt(4, "Not known", "Not known"),
];

#[rustfmt::skip]
/// Options of `statecode` of `salesorder`.
pub const SALESORDER_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Submitted", "Envoyé"),
    opt(2, "Canceled", "Annulé"),
    opt(3, "Fulfilled", "Exécuté"),
    opt(4, "Invoiced", "Facturé"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `salesorder`.
pub const SALESORDER_STATUS: &[Opt] = &[
    reason(3, 1, "In Progress", "En cours"),
    reason(4, 2, "No Money", "Sans financement"),
    reason(1, 0, "New", "Nouveau"),
    reason(2, 0, "Pending", "En attente"),
    reason(100_001, 3, "Complete", "Terminé"),
    reason(100_002, 3, "Partial", "Partiel"),
    reason(100_003, 4, "Invoiced", "Facturé"),
];

#[rustfmt::skip]
/// Options of `producttypecode` of `salesorderdetail`.
pub const SALESORDERDETAIL_PRODUCTTYPE: &[Opt] = &[
    opt(1, "Product", "Produit"),
    opt(2, "Bundle", "Bundle"),
    opt(3, "Required Bundle Product", "Required Bundle Product"),
    opt(4, "Optional Bundle Product", "Optional Bundle Product"),
    opt(5, "Project-based Service", "Project-based Service"),
];

#[rustfmt::skip]
/// Options of `propertyconfigurationstatus` of `salesorderdetail`.
pub const PROPERTYCONFIGURATIONSTATUS: &[Opt] = &[
    opt(0, "Edit", "Edit"),
    opt(1, "Rectify", "Rectify"),
    opt(2, "Not Configured", "Not Configured"),
];

#[rustfmt::skip]
/// Options of `statecode` of `invoice`.
pub const INVOICE_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Closed (deprecated)", "Closed (deprecated)"),
    opt(2, "Paid", "Payé"),
    opt(3, "Canceled", "Annulé"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `invoice`.
pub const INVOICE_STATUS: &[Opt] = &[
    reason(1, 0, "New", "Nouveau"),
    reason(2, 0, "Partially Shipped", "Partially Shipped"),
    reason(4, 0, "Billed", "Billed"),
    reason(5, 0, "Booked (applies to services)", "Booked (applies to services)"),
    reason(6, 0, "Installed (applies to services)", "Installed (applies to services)"),
    reason(3, 1, "Canceled (deprecated)", "Canceled (deprecated)"),
    reason(7, 1, "Paid in Full (deprecated)", "Paid in Full (deprecated)"),
    reason(100_001, 2, "Complete", "Terminé"),
    reason(100_002, 2, "Partial", "Partiel"),
    reason(100_003, 3, "Canceled", "Annulé"),
];

#[rustfmt::skip]
/// Options of `statecode` of `quote`.
pub const QUOTE_STATE: &[Opt] = &[
    opt(0, "Draft", "Brouillon"),
    opt(1, "Active", "Actif"),
    opt(2, "Won", "Gagné"),
    opt(3, "Closed", "Clôturé"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `quote`.
pub const QUOTE_STATUS: &[Opt] = &[
    reason(2, 1, "In Progress", "En cours"),
    reason(3, 1, "Open", "Ouvert"),
    reason(4, 2, "Won", "Gagné"),
    reason(5, 3, "Lost", "Perdu"),
    reason(6, 3, "Canceled", "Annulé"),
    reason(7, 3, "Revised", "Révisé"),
    reason(1, 0, "In Progress", "En cours"),
];
