// What the test programs share, precompiled once.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "asio_pch.hpp"
