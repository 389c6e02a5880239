// Customers, and the payment methods they have.
//
//     POST   /v1/customers               GET    /v1/customers
//     GET    /v1/customers/{id}          POST   /v1/customers/{id}
//     DELETE /v1/customers/{id}          GET    /v1/customers/{id}/payment_methods[/{method}]
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

Answer create_customer(Call& call);
Answer get_customer(Call& call);
Answer update_customer(Call& call);
Answer delete_customer(Call& call);
Answer list_customers(Call& call);
Answer list_customer_methods(Call& call);
Answer get_customer_method(Call& call);

}  // namespace gyeol::sandbox::stripe
