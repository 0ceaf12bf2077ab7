using { managed, cuid } from '@sap/cds/common';
namespace raccord;
entity Customer { key id: UUID; number: String(20); displayName: String(100) not null; phoneNumber: String(30); creditLimit: Decimal(18,2); currencyId: UUID; blocked: Boolean; lastModifiedDateTime: Timestamp @cds.on.insert: $now @cds.on.update: $now; }
entity Account { key accountid: UUID; accountnumber: String(20); name: String(160); telephone1: String(50); creditlimit: Decimal(18,2); transactioncurrencyid: Association to Currency; modifiedon: Timestamp @cds.on.insert: $now @cds.on.update: $now; }
entity Currency { key transactioncurrencyid: UUID; isocurrencycode: String(5); currencyname: String(100); }
entity Plain { key id: String(36); code: String(10); amount: Double; }
@path: '/odata/v4/bc' service bc { entity customers as projection on Customer; entity plain as projection on Plain; }
@path: '/odata/v4/dv' service dv { entity accounts as projection on Account; entity transactioncurrencies as projection on Currency; }
annotate dv.accounts with { modifiedon @odata.etag; };
